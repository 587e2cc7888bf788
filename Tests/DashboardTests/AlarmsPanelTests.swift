import Telemetry
import Testing

@testable import Dashboard

/// Alarms on the screen: in the header, on the charts, and with the screen to themselves.
@Suite struct AlarmsPanelTests {
    /// A run with a spike at step 600 that is over, and dead units since step 610.
    static func workspace(_ leaving: RunSession.Leaving = .stops) -> Workspace {
        var workspace = Workspace.run(leaving: leaving)
        let settings = [
            Setting(name: "max_norm", value: .number(1), range: .maxNorm),
            Setting(name: "clip", value: .word("none"), choices: ["norm", "value", "none"]),
        ]
        var events: [Event] = [
            .run(
                Run(
                    name: "bad-batch",
                    steps: 900,
                    settings: settings,
                    abilities: Set(Ability.allCases),
                    reportsAlarms: true
                )
            )
        ]
        for step in 1...640 {
            let norm = step == 600 ? 317 : 0.4 + 0.001 * Double(step % 50)
            var record = StepRecord(step: step, time: Double(step) * 0.02, loss: norm / 2, gradNorm: norm, clip: "none")
            if step >= 610 { record.deadLayers = [NamedNumber("hidden1", 0.97)] }
            events.append(.step(record))
            if step % 100 == 0 { events.append(.snapshot(SnapshotReport(step: step, oldest: 100))) }
            if step == 600 {
                var spike = AlarmReport(.normSpike, since: 600, step: 600, value: 317, usual: 0.46)
                events.append(.alarm(spike))
                spike.state = .over
                events.append(.alarm(spike))
            }
        }
        events.append(
            .alarm(
                AlarmReport(.deadUnits, subject: "hidden1", since: 610, step: 640, count: 30, value: 0.97, usual: 0.19)
            )
        )
        for event in events { _ = workspace.update(.event(event)) }
        return workspace
    }

    private func press(_ keys: [Key], on workspace: inout Workspace) {
        for key in keys { _ = workspace.update(.key(key)) }
    }

    private func screen(_ workspace: Workspace, columns: Int = 80, rows: Int = 24) -> String {
        workspace.render(columns: columns, rows: rows).lines.joined(separator: "\n")
    }

    @Test func `the header has the foremost at every size`() {
        let workspace = Self.workspace()
        #expect(workspace.render(columns: 80, rows: 24).lines[0].contains("▲ running"))
        #expect(workspace.render(columns: 80, rows: 24).lines[0].contains("   dead units in hidden1"))
        for (columns, rows) in [(40, 24), (40, 4), (30, 2), (80, 4), (20, 10), (200, 60)] {
            let grid = workspace.render(columns: columns, rows: rows)
            let mark = (0..<columns).first { grid[$0, 0].glyph == "▲" }
            #expect(mark.map { grid[$0, 0].role } == .warning, "\(columns)×\(rows): \(grid.lines[0])")
        }
    }

    @Test func `the overview lists what lasts first`() {
        let screen = screen(Self.workspace(), columns: 120, rows: 36)
        #expect(screen.contains("─ alarms  1 active · A for all ─"))
        let last = screen.range(of: "since 610  dead units in hidden1")
        let over = screen.range(of: "600  gradient norm spike")
        #expect(last != nil && over != nil && last!.lowerBound < over!.lowerBound, "\(screen)")
    }

    @Test func `a mark stands on the chart at its step`() {
        let workspace = Self.workspace()
        let grid = workspace.render(columns: 120, rows: 36)
        let marks = (2..<36).flatMap { row in
            (0..<75).filter { grid[$0, row].glyph == "▲" && grid[$0, row].role == .warning }
        }
        #expect(marks.count == 1)
    }

    @Test func `each has its meaning and what can be done`() {
        var workspace = Self.workspace()
        press([.character("A")], on: &workspace)
        #expect(screen(workspace).contains("■"))
        #expect(screen(workspace).contains("is 0 for whole batches"))
        #expect(screen(workspace).contains("r to step 600"))
        press([.down], on: &workspace)
        #expect(screen(workspace).contains("clipping is off"))
    }

    @Test func `enter shows it on the charts`() {
        var workspace = Self.workspace()
        press([.character("A"), .down, .enter], on: &workspace)
        #expect(workspace.view.cursor == 600 && !workspace.view.isFull && workspace.view.window == .fixed(540...640))
    }

    @Test func `rewind begins at the snapshot before it`() {
        var workspace = Self.workspace()
        press([.character("A"), .character("r")], on: &workspace)
        #expect(workspace.snapshotPicker?.chosen(of: workspace.state.snapshots)?.step == 600)
        press([.escape, .down, .character("r")], on: &workspace)
        #expect(workspace.snapshotPicker?.chosen(of: workspace.state.snapshots)?.step == 500)
        #expect(workspace.update(.key(.enter)).count == 1)
    }

    @Test func `a silenced one leaves the header and stays in the list`() {
        var workspace = Self.workspace()
        press([.character("A"), .character("d")], on: &workspace)
        #expect(!workspace.render(columns: 80, rows: 24).lines[0].contains("▲"))
        #expect(screen(workspace).contains("dead units in hidden1") && screen(workspace).contains("unsilence"))
        press([.character("d")], on: &workspace)
        #expect(workspace.render(columns: 80, rows: 24).lines[0].contains("▲"))
    }

    @Test func `j and k move as in every list`() {
        var workspace = Self.workspace()
        press([.character("A")], on: &workspace)
        let first = workspace.scene().chosen(of: AlarmsPanel())
        press([.character("j")], on: &workspace)
        #expect(workspace.scene().chosen(of: AlarmsPanel()) == 1 && first == 0)
        press([.character("k")], on: &workspace)
        #expect(workspace.scene().chosen(of: AlarmsPanel()) == 0 && workspace.view.silenced.isEmpty)
    }

    /// A value that does not fit whole is left out; a title is shortened and says so.
    @Test func `no number is cut`() {
        let workspace = Self.workspace()
        for width in 20...60 {
            var grid = CellGrid(width: width, height: 8)
            AlarmList(scene: workspace.scene()).draw(into: &grid, Rect(column: 0, row: 0, width: width, height: 8))
            for line in grid.lines.dropFirst() where line.contains("dead un") {
                #expect(line.hasSuffix("97.0%") || line.hasSuffix("hidden1") || line.hasSuffix("…"), "\(line)")
            }
            for line in grid.lines.dropFirst() where line.contains("norm sp") {
                #expect(line.hasSuffix("317") || line.hasSuffix("spike") || line.hasSuffix("…"), "\(line)")
            }
        }
    }

    /// A note is no reason for a mark in the header, on the screen and for those who ask the log.
    @Test func `a note is not foremost`() {
        var workspace = Self.workspace()
        let note = AlarmReport(.clipIdle, since: 1, step: 640, count: 640, value: 0.5, usual: 1)
        for report in [
            AlarmReport(.deadUnits, subject: "hidden1", state: .over, since: 610, step: 641, value: 0.9), note,
        ] {
            _ = workspace.update(.event(.alarm(report)))
        }
        #expect(workspace.state.alarms.active.map(\.rule) == [.clipIdle])
        #expect(workspace.state.alarms.foremost == nil && workspace.scene().foremostAlarm == nil)
        #expect(workspace.render(columns: 80, rows: 24).lines[0].contains("●"))
    }

    @Test func `they are among the events`() {
        var workspace = Self.workspace()
        press([.character("v"), .right, .right], on: &workspace)
        #expect(workspace.view.eventGroup == .alarms)
        #expect(screen(workspace).contains("600  gradient norm spike: 317"))
        #expect(screen(workspace).contains("640  dead units in hidden1: 97.0%, since 610"))
    }

    @Test func `it fits everywhere`() {
        var workspace = Self.workspace()
        press([.character("A")], on: &workspace)
        for (columns, rows) in [(1, 1), (10, 2), (20, 5), (40, 4), (40, 10), (300, 100)] {
            #expect(workspace.render(columns: columns, rows: rows).height == rows)
        }
        var empty = Workspace.run()
        press([.character("A"), .enter, .up, .down, .character("k"), .character("r")], on: &empty)
        #expect(screen(empty).contains("none yet"))
    }
}
