import Foundation
import Telemetry
import Testing

@testable import Dashboard

/// Whole screens and the roles of their cells, compared with files in Screens/. `RECORD=1` writes them anew; a missing one fails.
@Suite struct ScreenTests {
    struct Scene: CustomTestStringConvertible, Sendable {
        var name: String
        var columns: Int
        var rows: Int
        var dashboard: @Sendable () -> Workspace

        var testDescription: String { "\(name) at \(columns)×\(rows)" }
    }

    private static let gpt = SampleRun(
        ends: false,
        name: "gpt",
        layerNames: SampleRun.layersOfGPT(blocks: 4),
        optimizer: "adamw",
        countsTokens: true,
        pace: 0
    )

    /// A run with events of every kind, after some keys.
    private static func events(_ keys: [Key]) -> Workspace {
        var dashboard = SampleRun(steps: 640, nonFinite: 380, ends: false).dashboard()
        let events: [Event] = [
            .checkpoint(CheckpointReport(step: 600, path: "runs/a/step-00000600.safetensors")),
            .checkpoint(
                CheckpointReport(
                    step: 640,
                    path: "runs/a/step-00000640.safetensors",
                    problem: "no space left on device"
                )
            ),
            .applied(Applied(id: 2, step: 641, request: .advance(10), by: "dashboard")),
        ]
        for event in events { _ = dashboard.update(.event(event)) }
        for key in keys { _ = dashboard.update(.key(key)) }
        return dashboard
    }

    private static func alarms() -> Workspace {
        var dashboard = AlarmsPanelTests.workspace()
        for key in [Key.character("A"), .down] { _ = dashboard.update(.key(key)) }
        return dashboard
    }

    /// The rules of a run that answers its alarms itself, one of them asked to be another.
    private static func alarmRules() -> Workspace {
        var dashboard = AlarmRulesTests.workspace(declares: true)
        for key in [Key.character("a"), .down, .down, .right] { _ = dashboard.update(.key(key)) }
        return dashboard
    }

    /// A run with layers after keys that change its charts.
    private static func charts(_ keys: [Key]) -> Workspace {
        var dashboard = SampleRun(steps: 900, total: 1000, ends: false).dashboard()
        for key in keys { _ = dashboard.update(.key(key)) }
        return dashboard
    }

    static let scenes: [Scene] = [
        Scene(name: "finished", columns: 80, rows: 24) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 120, rows: 36) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 200, rows: 60) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 50, rows: 40) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 40, rows: 12) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 20, rows: 5) { SampleRun().dashboard() },
        Scene(name: "finished", columns: 10, rows: 2) { SampleRun().dashboard() },
        Scene(name: "ascii", columns: 80, rows: 24) { SampleRun().dashboard(.ascii) },
        Scene(name: "blocks", columns: 80, rows: 24) { SampleRun().dashboard(.blocks) },
        Scene(name: "empty", columns: 80, rows: 24) { Workspace.run() },
        Scene(name: "first-step", columns: 80, rows: 24) {
            SampleRun(steps: 1, spike: nil, ends: false).dashboard()
        },
        Scene(name: "few-steps", columns: 80, rows: 24) {
            SampleRun(steps: 12, spike: nil, ends: false).dashboard()
        },
        Scene(name: "non-finite", columns: 80, rows: 24) {
            SampleRun(steps: 400, nonFinite: 380, ends: false).dashboard()
        },
        Scene(name: "many-layers", columns: 80, rows: 24) {
            SampleRun(layerNames: (0..<30).map { "block.\($0).attention.projection" }).dashboard()
        },
        Scene(name: "gpt", columns: 80, rows: 24) { gpt.dashboard() },
        Scene(name: "gpt", columns: 120, rows: 36) { gpt.dashboard() },
        Scene(name: "gpt", columns: 200, rows: 60) { gpt.dashboard() },
        Scene(name: "gpt-ascii", columns: 80, rows: 24) { gpt.dashboard(.ascii) },
        Scene(name: "further-series", columns: 120, rows: 36) {
            SampleRun(furtherNames: ["temperature", "gpu_memory"]).dashboard()
        },
        Scene(name: "closer", columns: 80, rows: 24) { SampleRun(ends: false, looksCloser: true).dashboard() },
        Scene(name: "closer", columns: 120, rows: 36) { SampleRun(ends: false, looksCloser: true).dashboard() },
        Scene(name: "closer-adam", columns: 160, rows: 44) {
            SampleRun(ends: false, optimizer: "adam", looksCloser: true).dashboard()
        },
        Scene(name: "overflow", columns: 80, rows: 24) {
            SampleRun(steps: 400, ends: false, looksCloser: true, overflow: 380).dashboard()
        },
        Scene(name: "overflow", columns: 120, rows: 36) {
            SampleRun(steps: 400, ends: false, looksCloser: true, overflow: 380).dashboard()
        },
        Scene(name: "events", columns: 80, rows: 24) { events([.character("v"), .up, .enter]) },
        Scene(name: "events", columns: 40, rows: 12) { events([.character("v"), .right]) },
        Scene(name: "evaluations", columns: 80, rows: 24) { events([.character("V"), .up]) },
        Scene(name: "alarms-overview", columns: 80, rows: 24) { AlarmsPanelTests.workspace() },
        Scene(name: "alarms", columns: 80, rows: 24) { alarms() },
        Scene(name: "alarms", columns: 140, rows: 40) { alarms() },
        Scene(name: "alarms-overview", columns: 40, rows: 12) { AlarmsPanelTests.workspace() },
        Scene(name: "alarm-rules", columns: 110, rows: 34) { alarmRules() },
        Scene(name: "alarm-rules", columns: 40, rows: 12) { alarmRules() },
        Scene(name: "zoomed", columns: 120, rows: 36) { charts([.character("z"), .character("z"), .pageUp]) },
        Scene(name: "zoomed", columns: 80, rows: 24) { charts([.character("z"), .character("z"), .pageUp]) },
        Scene(name: "cursor", columns: 120, rows: 36) { charts([.character("("), .left]) },
        Scene(name: "cursor-full", columns: 120, rows: 36) { charts([.character("1"), .character("("), .left]) },
        Scene(name: "smoothed", columns: 120, rows: 36) { charts([.character("S")]) },
        Scene(name: "robust", columns: 120, rows: 36) { charts([.character("y"), .character("Y")]) },
        Scene(name: "by-time", columns: 80, rows: 24) { charts([.character("X")]) },
        Scene(name: "by-epoch", columns: 80, rows: 24) { charts([.character("X"), .character("X")]) },
        Scene(name: "layers", columns: 80, rows: 24) {
            var dashboard = SampleRun(layerNames: SampleRun.layersOfGPT(blocks: 2)).dashboard()
            for key in [Key.character("G"), .down] { _ = dashboard.update(.key(key)) }
            return dashboard
        },
        Scene(name: "pending", columns: 80, rows: 24) {
            var dashboard = SampleRun(steps: 500, ends: false).dashboard()
            _ = dashboard.update(.key(.character("]")))
            return dashboard
        },
        Scene(name: "typing", columns: 80, rows: 24) {
            var dashboard = SampleRun(steps: 500, ends: false).dashboard()
            for character in "m0.75" { _ = dashboard.update(.key(.character(character))) }
            return dashboard
        },
        Scene(name: "clip", columns: 80, rows: 24) { clipScreen() },
        Scene(name: "clip", columns: 110, rows: 34) { clipScreen() },
        Scene(name: "clip", columns: 200, rows: 60) { clipScreen() },
        Scene(name: "clip", columns: 40, rows: 20) { clipScreen() },
        Scene(name: "clip-trying", columns: 80, rows: 24) { clipScreen(keys: "m0.3") },
        Scene(name: "clip-trying-ascii", columns: 80, rows: 24) { clipScreen(.ascii, keys: "m0.3") },
        Scene(name: "trying", columns: 140, rows: 40) { clipScreen(isFull: false, keys: "m0.3") },
        Scene(name: "clip-value", columns: 110, rows: 34) {
            var dashboard = SampleRun(steps: 700, ends: false, looksCloser: true, clip: "value").dashboard()
            _ = dashboard.update(.key(.character("C")))
            return dashboard
        },
        Scene(name: "norms-only", columns: 110, rows: 34) { SampleRun(steps: 700, ends: false, clip: nil).dashboard() },
        Scene(name: "clip-off", columns: 110, rows: 34) {
            SampleRun(steps: 700, ends: false, clip: "none").dashboard()
        },
        Scene(name: "choosing-clip", columns: 110, rows: 34) {
            var dashboard = SampleRun(steps: 700, ends: false, clip: "none").dashboard()
            for character in "tn" { _ = dashboard.update(.key(.character(character))) }
            return dashboard
        },
        Scene(name: "asking", columns: 80, rows: 24) {
            var dashboard = SampleRun(steps: 500, ends: false).dashboard()
            _ = dashboard.update(.key(.character("q")))
            return dashboard
        },
        Scene(name: "help", columns: 80, rows: 24) {
            var dashboard = SampleRun(steps: 500, ends: false).dashboard()
            _ = dashboard.update(.key(.character("?")))
            return dashboard
        },
        Scene(name: "choosing", columns: 80, rows: 24) {
            var dashboard = RewindTests.dashboard()
            for key in [Key.character("r"), .up, .up] { _ = dashboard.update(.key(key)) }
            return dashboard
        },
        Scene(name: "choosing", columns: 40, rows: 20) {
            var dashboard = RewindTests.dashboard(.ascii)
            for key in [Key.character("r"), .up, .up] { _ = dashboard.update(.key(key)) }
            return dashboard
        },
        Scene(name: "rewound", columns: 120, rows: 36) {
            var dashboard = RewindTests.dashboard()
            for event in RewindTests.rewind(from: 620, to: 500, until: 610) { _ = dashboard.update(.event(event)) }
            return dashboard
        },
        Scene(name: "two-screens-one", columns: 80, rows: 24) { SessionTests.twoScreens().0 },
        Scene(name: "two-screens-other", columns: 80, rows: 24) { SessionTests.twoScreens().1 },
        Scene(name: "broken-link", columns: 80, rows: 24) { SessionTests.brokenLink() },
        Scene(name: "output", columns: 120, rows: 36) {
            var dashboard = SampleRun(steps: 500, ends: false).dashboard(leaving: .stopsOrDetaches)
            _ = dashboard.update(
                .output((1...40).map { "iter \($0 * 10): loss \(NumberFormat.fixed(3 / Double($0), places: 4))" })
            )
            _ = dashboard.update(.key(.character("q")))
            return dashboard
        },
        Scene(name: "hostile-name", columns: 80, rows: 24) {
            SampleRun(name: "\u{1b}]0;x\u{7}\u{1b}[2J日本\u{202e}").dashboard()
        },
    ]

    /// The clip panel, with the screen to itself or beside the others, after these characters.
    private static func clipScreen(
        _ glyphs: GlyphSet = .braille,
        isFull: Bool = true,
        keys: String = ""
    ) -> Workspace {
        var dashboard = SampleRun(ends: false, looksCloser: true).dashboard(glyphs)
        for character in (isFull ? "C" : "") + keys { _ = dashboard.update(.key(.character(character))) }
        return dashboard
    }

    @Test(arguments: scenes) func `screen looks as recorded`(scene: Scene) throws {
        let grid = scene.dashboard().render(columns: scene.columns, rows: scene.rows)
        let drawn = (grid.lines + ["", "roles"] + grid.roleChanges).joined(separator: "\n") + "\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Screens/\(scene.name)-\(scene.columns)x\(scene.rows).txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try drawn.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(drawn == expected)
    }

    @Test(arguments: [GlyphSet.braille, .blocks, .ascii]) func `every size is drawn with safe glyphs`(glyphs: GlyphSet)
    {
        var dashboards = [
            SampleRun(name: "\u{1b}[2J日本").dashboard(glyphs), Workspace.recording([], glyphs),
        ]
        dashboards[0].help = 0
        for dashboard in dashboards {
            for columns in [0, 1, 2, 3, 7, 8, 9, 20, 23, 24, 71, 72, 73, 100] {
                for rows in 0...42 {
                    let grid = dashboard.render(columns: columns, rows: rows)
                    #expect(grid.cells.count == columns * rows)
                    #expect(grid.cells.allSatisfy { isSafe($0.glyph, in: glyphs) })
                }
            }
        }
    }

    private func isSafe(_ glyph: Unicode.Scalar, in glyphs: GlyphSet) -> Bool {
        glyphs == .ascii ? (0x20...0x7E).contains(glyph.value) : oneColumn(glyph) == glyph
    }

    @Test func `the same events give the same screen however they arrive`() {
        let sample = SampleRun()
        var slow = Workspace.run()
        for (index, event) in sample.events.enumerated() {
            _ = slow.update(.event(event))
            _ = slow.update(.tick(Double(index)))
            _ = slow.render(columns: 80, rows: 24)
        }
        #expect(slow.render(columns: 120, rows: 36) == sample.dashboard().render(columns: 120, rows: 36))
    }

    @Test func `a spike of one step in a million is on the axis`() {
        var state = RunState()
        for step in 1...1_000_000 {
            state.receive(
                .step(StepRecord(step: step, time: Double(step), loss: step == 654_321 ? 5000 : 1, gradNorm: 1))
            )
        }
        #expect(state.loss.whole.high == 5000)
        let screen = Workspace(state, glyphs: .braille).render(columns: 120, rows: 36).lines
        #expect(screen.contains { $0.hasPrefix("  1,000┤") })
    }
}

extension CellGrid {
    /// For each row the columns at which the role of what is seen changes, and to which.
    fileprivate var roleChanges: [String] {
        (0..<height).compactMap { row in
            var changes: [String] = []
            var role: Role?
            for column in 0..<width {
                let cell = self[column, row]
                guard cell.glyph != " " || cell.role == .selected, cell.role != role else { continue }
                role = cell.role
                changes.append("\(column) \(cell.role)")
            }
            return changes.isEmpty ? nil : "\(row): " + changes.joined(separator: ", ")
        }
    }
}

@Suite struct OneColumnTests {
    @Test func `a screen shows only what is printable`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), oneColumn(scalar) == scalar else { continue }
            #expect(!scalar.isUnprintable, "\(value)")
        }
    }
}
