import Telemetry
import Testing

@testable import Dashboard

/// The list of events with the screen to itself.
@Suite struct EventBrowserTests {
    private static let path = "runs/" + String(repeating: "long/", count: 30) + "step-00000500.safetensors"

    private static func workspace() -> Workspace {
        var workspace = SampleRun(steps: 500, spike: nil, nonFinite: 400, ends: false).dashboard()
        let events: [Event] = [
            .checkpoint(CheckpointReport(step: 480, path: "runs/a/480")),
            .checkpoint(CheckpointReport(step: 500, path: path, problem: "no space left on device")),
            .rejected(Rejected(id: 9, request: .stop, reason: "not now", by: "")),
            .applied(Applied(id: 2, step: 501, request: .advance(10), by: "dashboard")),
        ]
        for event in events { _ = workspace.update(.event(event)) }
        press([.character("v")], on: &workspace)
        return workspace
    }

    private static func press(_ keys: [Key], on workspace: inout Workspace) {
        for key in keys { _ = workspace.update(.key(key)) }
    }

    private func lines(_ workspace: Workspace, columns: Int = 80, rows: Int = 24) -> [String] {
        workspace.render(columns: columns, rows: rows).lines
    }

    /// The text of the chosen row.
    private func chosen(_ workspace: Workspace) -> String? {
        let grid = workspace.render(columns: 80, rows: 24)
        // The first row of the list stands below the kinds.
        let row = (4..<23).first { grid[1, $0].role == .selected && grid[79, $0].role == .selected }
        return row.map { grid.lines[$0] }
    }

    @Test func `the list has all and the newest is chosen`() {
        let screen = lines(Self.workspace()).joined(separator: "\n")
        for text in ["max_norm 1 → 0.5", "test 2.000, 15.0%", "loss NaN, norm NaN", "ran 10 steps", "refused: not now"]
        {
            #expect(screen.contains(text), "\(text)")
        }
        #expect(chosen(Self.workspace())?.contains("ran 10 steps") == true)
    }

    @Test func `kinds narrow the list round and round`() {
        var workspace = Self.workspace()
        var kinds: [EventGroup] = []
        for _ in EventGroup.allCases {
            kinds.append(workspace.view.eventGroup)
            Self.press([.character("f")], on: &workspace)
        }
        #expect(kinds == EventGroup.allCases && workspace.view.eventGroup == .all)
        Self.press([.right, .right], on: &workspace)
        #expect(workspace.view.eventGroup == .alarms)
        #expect(lines(workspace).joined().contains("loss NaN"))
        #expect(!lines(workspace).joined().contains("ran 10 steps"))
        Self.press([.right], on: &workspace)
        let checkpoints = lines(workspace).joined()
        #expect(checkpoints.contains("saved in runs/a") && checkpoints.contains("checkpoint failed: no space"))
        Self.press([.left, .left, .left, .left], on: &workspace)
        #expect(workspace.view.eventGroup == .problems && chosen(workspace)?.contains("checkpoint failed") == true)
    }

    @Test func `the choice moves and follows the newest at the end`() {
        var workspace = Self.workspace()
        Self.press([.up], on: &workspace)
        #expect(chosen(workspace)?.contains("refused") == true)
        // What comes leaves the choice where it is.
        _ = workspace.update(.event(.applied(Applied(id: 3, step: 502, request: .pause, by: "dashboard"))))
        #expect(chosen(workspace)?.contains("refused") == true)
        Self.press([.home], on: &workspace)
        #expect(chosen(workspace)?.contains("150") == true)
        Self.press([.end], on: &workspace)
        #expect(chosen(workspace)?.contains("paused") == true)
        _ = workspace.update(.event(.applied(Applied(id: 4, step: 502, request: .resume, by: "dashboard"))))
        #expect(chosen(workspace)?.contains("resumed") == true)
    }

    @Test func `enter shows all of a text and again its place on the charts`() {
        var workspace = Self.workspace()
        Self.press([.up, .up], on: &workspace)
        #expect(!lines(workspace).joined().contains("step-00000500.safetensors"))
        Self.press([.enter], on: &workspace)
        let words = lines(workspace).joined(separator: " ").split(separator: " ").joined()
        #expect(words.contains(Self.path.replacing(" ", with: "")), "\(words)")
        Self.press([.escape], on: &workspace)
        #expect(!workspace.view.isEntryOpen && workspace.view.isFull)
        Self.press([.enter, .enter], on: &workspace)
        #expect(!workspace.view.isFull && workspace.view.cursor == 500)
        #expect(workspace.view.window == .fixed(400...500))
    }

    @Test func `a click chooses a row`() {
        var workspace = Self.workspace()
        _ = workspace.update(.resized(columns: 80, rows: 24))
        let row = lines(workspace).firstIndex { $0.contains("max_norm 1 → 0.5") }!
        _ = workspace.update(.mouse(Mouse(column: 20, row: row, .press(.left))))
        #expect(chosen(workspace)?.contains("max_norm 1 → 0.5") == true)
    }

    @Test func `it fits everywhere`() {
        var workspace = Self.workspace()
        Self.press([.up, .up, .enter], on: &workspace)
        for (columns, rows) in [(1, 1), (10, 2), (20, 5), (40, 4), (40, 10), (300, 100)] {
            #expect(lines(workspace, columns: columns, rows: rows).count == rows)
        }
        var empty = Workspace.run()
        Self.press([.character("v"), .enter, .up, .down, .end, .home, .right], on: &empty)
        #expect(lines(empty).joined().contains("none yet"))
    }
}
