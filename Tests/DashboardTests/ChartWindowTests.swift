import Telemetry
import Testing

@testable import Dashboard

/// What charts show of a part of the run, and the keys and the mouse that choose it.
@Suite struct ChartWindowTests {
    private static let spiked = SampleRun(steps: 900, spike: 600, ends: false)

    private func press(_ dashboard: inout Workspace, _ keys: [Key]) {
        for key in keys { _ = dashboard.update(.key(key)) }
    }

    private func chart(_ dashboard: Workspace) -> Chart { LossChart().chart(dashboard.scene(), width: 100) }

    private func scale(of chart: Chart) -> Scale? {
        chart.scaling.scale(of: chart.traces.map { DrawnTrace($0, chart.axis, columns: 200) })
    }

    @Test func `the scale is that of the steps shown`() throws {
        var dashboard = Self.spiked.dashboard()
        #expect(try #require(scale(of: chart(dashboard))).high > 30)
        press(&dashboard, [.character("z"), .character("z"), .character("z")])
        #expect(dashboard.scene().axis.first > 600)
        #expect(try #require(scale(of: chart(dashboard))).high < 3)
    }

    @Test func `nothing beside the window is drawn`() {
        var state = RunState()
        for step in 1...400 {
            state.receive(step: StepRecord(step: step, time: 0, loss: step < 200 ? .nan : 1, gradNorm: 1))
        }
        var dashboard = Workspace(state, glyphs: .braille)
        let cross = Cell("×", .bad)
        #expect(dashboard.render(columns: 70, rows: 30).cells.contains(cross))
        dashboard.view.window = .fixed(250...300)
        #expect(!dashboard.render(columns: 70, rows: 30).cells.contains(cross))
    }

    @Test func `a spike is reached by zooming in`() {
        var dashboard = Self.spiked.dashboard()
        press(&dashboard, [.character("("), .character("2")])
        for _ in 0..<10 { press(&dashboard, [.character("z")]) }
        let axis = dashboard.scene().axis
        #expect(axis.steps.count == StepWindow.narrowest && axis.steps.contains(600))
        let screen = dashboard.render(columns: 110, rows: 34).lines
        #expect(screen.contains { $0.contains("step 600") })
        #expect(screen.contains { $0.contains("gradient norm 300.0") && $0.contains("before") && $0.contains("after") })
    }

    @Test func `figures are those of the cursor`() {
        var dashboard = Self.spiked.dashboard()
        dashboard.view.cursor = 600
        let screen = dashboard.render(columns: 140, rows: 40).lines
        #expect(screen.contains { $0.contains("loss log  step 600  training 30.00") })
        #expect(screen.contains { $0.contains("300.0  clipped 0.5000  max_norm 0.5") })
    }

    @Test func `a coarse figure says which steps it is of`() throws {
        var state = RunState()
        for step in 1...20_000 {
            state.receive(step: StepRecord(step: step, time: 0, loss: 1 + Double(step % 10) / 10, gradNorm: 1))
        }
        var dashboard = Workspace(state, glyphs: .braille)
        dashboard.view.cursor = 2000
        let reading = try #require(state.loss.reading(at: 2000))
        #expect(
            reading.positions.count > 1 && reading.positions.contains(2000) && reading.bucket.low < reading.bucket.high
        )
        let value = reading.text { NumberFormat.fixedWidth($0) }
        let title = "loss  \(StepPositions().phrase(reading.positions))  training \(value)"
        #expect(title.contains("steps 2,000–2,007  training 1.000–1.700, last 1.700"))
        #expect(dashboard.render(columns: 140, rows: 40).lines.contains { $0.contains(title) })
    }

    @Test func `keys move the cursor and the window follows`() {
        var dashboard = Self.spiked.dashboard()
        press(&dashboard, [.left])
        #expect(dashboard.view.cursor == 900)
        press(&dashboard, [.left, .with(.shift, .left)])
        #expect(dashboard.view.cursor == 889)
        press(&dashboard, [.character("z"), .home])
        #expect(dashboard.scene().axis.first == 1)
        press(&dashboard, [.right])
        #expect(dashboard.scene().axis.steps.contains(890))
        press(&dashboard, [.end])
        #expect(dashboard.view.window.isFollowing && dashboard.view.cursor == nil)
        press(&dashboard, [.pageUp])
        #expect(!dashboard.view.window.isFollowing)
        press(&dashboard, [.character("0")])
        #expect(dashboard.view.window.isWhole)
    }

    @Test func `the mouse reads zooms and moves`() throws {
        var dashboard = Self.spiked.dashboard()
        _ = dashboard.update(.resized(columns: 110, rows: 34))
        let area = try #require(dashboard.scene(rows: 34).layout(columns: 110, rows: 34)["loss"])
        func send(_ column: Int, _ kind: Mouse.Kind, _ modifiers: Modifiers = []) {
            _ = dashboard.update(.mouse(Mouse(column: area.column + column, row: area.row + 2, kind, modifiers)))
        }
        send(30, .press(.left))
        let first = try #require(dashboard.view.cursor)
        send(40, .drag(.left))
        #expect(try #require(dashboard.view.cursor) > first)
        let place = try #require(dashboard.scene().axis.position(at: .init(column: area.column + 30, row: 0), in: area))
        for _ in 0..<6 { send(30, .wheelUp) }
        let shown = dashboard.scene().axis.steps
        #expect(shown.count < 300 && shown.contains(place))
        send(30, .press(.right))
        send(20, .drag(.right))
        #expect(dashboard.scene().axis.first > shown.lowerBound)
        send(20, .release)
        send(20, .wheelUp, .shift)
        #expect(dashboard.scene().axis.steps.count == shown.count)
    }

    @Test func `a press on the strip moves the window there`() throws {
        var dashboard = Self.spiked.dashboard()
        _ = dashboard.update(.resized(columns: 110, rows: 34))
        press(&dashboard, [.character("1"), .character("z"), .character("z"), .character("z")])
        let layout = dashboard.scene(rows: 34).layout(columns: 110, rows: 34)
        let area = try #require(layout["loss"])
        let strip = try #require(FullChart.Parts(area, isZoomed: true).strip)
        _ = dashboard.update(.mouse(Mouse(column: strip.column + Chart.gutter + 20, row: strip.row + 1, .press(.left))))
        let shown = dashboard.scene().axis.steps
        #expect(shown.contains(900 * 20 / 101) && shown.count < 120)
        #expect(dashboard.view.cursor == nil)
    }
}
