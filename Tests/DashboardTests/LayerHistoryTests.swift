import Telemetry
import Testing

@testable import Dashboard

@Suite struct LayerHistoryTests {
    private func numbers(_ values: Double...) -> [NamedNumber] {
        values.enumerated().map { NamedNumber("layer\($0.offset)", $0.element) }
    }

    @Test func `looks are kept one by one until it is full`() {
        var history = LayerHistory()
        for look in 1...100 { history.append(numbers(Double(look), 1), at: look * 10) }
        #expect(history.positions.count == 100 && history[0, 41] == 42)
        #expect(history.column(at: 9) == nil && history.column(at: 425) == 41)
        #expect(history.series(of: 0).whole.high == 100)
    }

    @Test func `when it is full the highest of neighbors stays`() {
        var history = LayerHistory()
        for look in 0..<10_000 { history.append(numbers(look == 7_001 ? 50 : 1, look == 4_444 ? .nan : 1), at: look) }
        #expect(
            history.positions.count <= LayerHistory.mostColumns
                && history.positions.count > LayerHistory.mostColumns / 2
        )
        let spike = history.column(at: 7_001)!
        #expect(history[0, spike] == 50 && history.series(of: 0).whole.high == 50)
        #expect(history.series(of: 1).whole.nonFinite == 1)
    }

    @Test func `many layers have fewer columns`() {
        var history = LayerHistory()
        let layers = (0..<1024).map { NamedNumber("\($0)", 1) }
        for look in 0..<1000 { history.append(layers, at: look) }
        #expect(history.positions.count <= 256)
    }

    @Test func `what a rewind discarded is forgotten`() {
        var history = LayerHistory()
        for look in 1...20 { history.append(numbers(Double(look)), at: look) }
        history.discard(after: 12)
        #expect(history.positions.last == 12)
        history.append(numbers(0.5), at: 13)
        #expect(history.positions.count == 13 && history[0, 12] == 0.5)
    }

    @Test func `other layers start again`() {
        var history = LayerHistory()
        history.append(numbers(1, 2), at: 1)
        history.append(numbers(1), at: 2)
        #expect(history.names == ["layer0"] && history.positions == [2])
    }

    // MARK: On the screen

    @Test func `they stand over time and the chosen one as a chart`() {
        var workspace = SampleRun(spike: nil).dashboard()
        _ = workspace.update(.key(.character("G")))
        let grid = workspace.render(columns: 80, rows: 24)
        let heat = Set((0..<24).flatMap { row in (0..<80).map { grid[$0, row].role } }).intersection(Role.heat)
        #expect(heat.count > 2)
        #expect(grid.lines.joined().contains("─ 0 log  0."), "\(grid.lines.joined(separator: "\n"))")
        _ = workspace.update(.key(.down))
        #expect(workspace.render(columns: 80, rows: 24).lines.joined().contains("─ 2 log  0."))
        for (columns, rows) in [(1, 1), (10, 2), (20, 5), (40, 10), (300, 100)] {
            #expect(workspace.render(columns: columns, rows: rows).height == rows)
        }
    }

    @Test func `infinite norms are crosses and leave the scale to the others`() {
        var workspace = Workspace.run(.braille, leaving: .unaffected)
        for step in 1...40 {
            let layers = [NamedNumber("a", step % 2 == 0 ? .infinity : 1), NamedNumber("b", .infinity)]
            _ = workspace.update(.event(.step(StepRecord(step: step, time: Double(step), loss: 1, layers: layers))))
        }
        _ = workspace.update(.key(.character("G")))
        let grid = workspace.render(columns: 120, rows: 36)
        let cells = (0..<36).flatMap { row in (0..<120).map { grid[$0, row] } }
        #expect(cells.filter { $0 == Cell("×", .bad) }.count > 40)
        #expect(cells.contains { Role.heat.contains($0.role) })
    }

    @Test func `a first layer far below the last is a warning`() {
        var workspace = Workspace.run()
        for step in 1...20 {
            let layers = [NamedNumber("first", 0.0003), NamedNumber("last", 1)]
            _ = workspace.update(.event(.step(StepRecord(step: step, time: 0, loss: 1, gradNorm: 1, layers: layers))))
        }
        let grid = workspace.render(columns: 120, rows: 36)
        let row = grid.lines.firstIndex { $0.contains("─ layers  first/last 0.0003") }
        #expect(row != nil)
        #expect(row.map { row in (0..<120).contains { grid[$0, row].role == .warning } } == true)
    }
}
