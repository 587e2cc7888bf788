import Foundation
import Telemetry
import Testing
import TmuxSession

/// Alarms of the demos, and what is done about them, as a person or a script has it.
@Suite struct AlarmTests {
    /// Quick demos, each with the alarms that it must raise and the last step at which each may be.
    static let expected: [(demo: String, alarms: [AlarmRule: ClosedRange<Int>])] = [
        (
            "bad-batch",
            [.normSpike: 300...300, .lossSpike: 300...300, .evaluationWorse: 300...300, .deadUnits: 310...360]
        ),
        ("dead-relu", [.deadUnits: 20...100, .plateau: 300...500]),
        ("explosion", [.normSpike: 190...310, .nonFinite: 190...340]),
        ("nan-explosion", [.nonFinite: 2...2]),
        ("nan-forward", [.nonFinite: 1...1]),
        ("ignored-batch", [.nonFinite: 100...100]),
        ("loss-spike", [.deadUnits: 20...100]),
        ("max-norm-low", [.clipAlways: 50...50]),
        ("max-norm-low-adam", [:]),
        ("clip-hurts", [.clipAlways: 50...60]),
        ("silent-freeze", [.normOverflow: 1...1]),
        ("vanishing", [.layerVanishing: 50...60, .plateau: 390...600]),
        ("adam-poisoned", [.nonFinite: 100...100]),
    ]

    @Test(arguments: expected) func `a demo raises what it shows`(demo: String, alarms: [AlarmRule: ClosedRange<Int>])
        throws
    {
        let run = try Scratch().trimtab("train", "\(demos)/\(demo).yaml", "--jsonl")
        var first: [AlarmRule: Int] = [:]
        for event in decodedLines(run.output).events {
            guard case .alarm(let report) = event, report.state == .raised, first[report.rule] == nil else { continue }
            first[report.rule] = report.step
        }
        for (rule, steps) in alarms {
            #expect(steps.contains(first[rule] ?? 0), "\(rule.rawValue): \(first[rule] ?? 0)")
        }
        // Of sound runs there is nothing to say but notes.
        if alarms.isEmpty { #expect(first.keys.allSatisfy { $0.severity == .note }) }
    }

    @Test func `a command is run for each`() throws {
        let scratch = try Scratch()
        let command =
            #"echo "$TRIMTAB_ALARM_RUN $TRIMTAB_ALARM_RULE $TRIMTAB_ALARM_STEP" >> "\#(scratch.path("log"))"; echo x"#
        let run = try scratch.trimtab("train", "\(demos)/bad-batch.yaml", "--headless", "--on-alarm", command)
        #expect(run.status == 0 && run.output.contains("step 300  alarm: gradient norm spike, 317"))
        let log = try String(contentsOfFile: scratch.path("log"), encoding: .utf8)
        let lines = log.split(separator: "\n")
        #expect(lines.contains("bad-batch norm_spike 300") && lines.filter { $0.contains("norm_spike") }.count == 1)
        #expect(lines.count == run.output.components(separatedBy: "  alarm: ").count - 1)
        #expect(!run.output.contains("\nx\n"))
    }

    /// A spike rings the terminal's bell once and holds the run, and an operator chooses what is done about the next.
    @Test func `a rule is chosen on the screen`() async throws {
        let train = "$trimtab train \(demos)/bad-batch.yaml --pace 300 --alarm norm_spike=pause --record $folder/r"
        let terminal = try Tmux(
            observed("until [ -e $folder/go ]; do sleep 0.05; done; \(train)"),
            width: 110,
            height: 34
        )
        try terminal.tmux("pipe-pane", "cat >> '\(terminal.folder.path)/bytes'")
        try "".write(to: terminal.folder.appendingPathComponent("go"), atomically: true, encoding: .utf8)
        try await terminal.untilShown("paused by alarm")
        #expect(terminal.contents("bytes")?.unicodeScalars.count { $0 == "\u{7}" } == 1)
        try terminal.press("a", "Down", "Down")
        try await terminal.untilShown("▸ gradient norm spike              off  note  bell [pause]")
        try terminal.press("Left")
        try await terminal.untilShown("▸ gradient norm spike              off  note [bell] pause")
        let changes = decodedLines(terminal.contents("r") ?? "").events.compactMap { event in
            if case .applied(let applied) = event { applied.request } else { nil }
        }
        #expect(changes == [.pause, .set(name: "alarms.norm_spike", value: .word("bell"))])
        try terminal.press("q", "s")
        try await terminal.until("the end of the program") { terminal.contents("status") != nil }
    }

    /// Of a recording without alarms they are found as it is played, and they are the same.
    @Test func `a recording is watched as it is played`() throws {
        let run = try Scratch().trimtab("play", "\(demos)/bad-batch.jsonl", "--headless")
        for line in [
            "step 300  alarm: gradient norm spike, 31", "step 300  alarm: test accuracy worse than its best, 13",
        ] {
            #expect(run.output.contains(line))
        }
    }
}
