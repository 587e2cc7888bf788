import Telemetry
import Testing

@testable import Dashboard

/// What the first row tells of the speed, at several widths.
@Suite struct HeaderTests {
    private func row(tokens: Bool, pace: Double?, width: Int, name: String = "gpt") -> String {
        let run = SampleRun(
            steps: 500,
            spike: nil,
            ends: false,
            name: name,
            looksCloser: !tokens,
            countsTokens: tokens,
            pace: pace
        )
        var workspace = run.dashboard()
        // The room of an alarm in the row has tests of its own.
        workspace.view.silenced = Set(workspace.state.alarms.entries.map(\.number))
        return workspace.render(columns: width, rows: 24).lines[0]
    }

    private func afterEpoch(_ row: String) -> String {
        String(row.split(separator: "epoch 12").last?.drop { $0 == " " } ?? "")
    }

    @Test(
        arguments: [
            (100, "pace max  50 steps/s  15,360 tokens/s  ETA 0:08"), (87, "50 steps/s  15,360 tokens/s  ETA 0:08"),
            (75, "15,360 tokens/s  ETA 0:08"), (60, "ETA 0:08"),
        ]
    )
    func `a run on a text counts tokens`(width: Int, speed: String) {
        let row = row(tokens: true, pace: 0, width: width)
        #expect(speed == afterEpoch(row))
    }

    @Test(
        arguments: [
            (100, "50 steps/s  12,345 samples/s  ETA 0:08"), (75, "50 steps/s  ETA 0:08"),
        ]
    )
    func `where samples are counted steps stay longest`(width: Int, speed: String) {
        let row = row(tokens: false, pace: nil, width: width)
        #expect(speed == afterEpoch(row))
    }

    @Test func `a pace that holds back is reported`() {
        #expect(row(tokens: true, pace: 60, width: 80).hasSuffix("  pace 60  50 steps/s  ETA 0:08"))
    }

    @Test func `steps and samples are counted by the same clock`() {
        var workspace = Workspace.run()
        for step in 1...300 {
            var record = StepRecord(step: step, time: Double(step) * 0.02, loss: 1)
            (record.stepSeconds, record.samplesPerSecond) = (0.0016, 20_000)
            _ = workspace.update(.event(.step(record)))
        }
        let row = workspace.render(columns: 120, rows: 24).lines[0]
        #expect(row.hasSuffix("step 1.6 ms  waiting 92%  50 steps/s  1,600 samples/s  elapsed 0:06"), "\(row)")
        let narrow = workspace.render(columns: 80, rows: 24).lines[0]
        #expect(narrow.hasSuffix("300  50 steps/s  1,600 samples/s  elapsed 0:06".dropFirst(3)), "\(narrow)")
    }

    @Test func `at the pace that was asked for one number is reported`() {
        #expect(row(tokens: true, pace: 50, width: 90).hasSuffix("  pace 50 steps/s  15,360 tokens/s  ETA 0:08"))
    }

    @Test(
        arguments: [
            ("dashboard", "paused by operator"), ("non-finite policy", "paused: non-finite step"),
            ("alice", "paused by alice"),
        ]
    )
    func `a held run says what it waits for`(author: String, words: String) {
        var workspace = SampleRun(steps: 500, spike: nil, ends: false).dashboard()
        _ = workspace.update(.event(.applied(Applied(id: 0, step: 501, request: .pause, by: author))))
        let row = workspace.render(columns: 80, rows: 24).lines[0]
        #expect(row.contains("● \(words)  step 500/900") && row.hasSuffix("elapsed 0:10"), "\(row)")
        let narrow = workspace.render(columns: 30, rows: 24).lines[0]
        #expect(narrow.contains("● paused  step 500"), "\(narrow)")
    }

    @Test func `a pipe is live while its latest is shown`() {
        func row(_ session: RunSession) -> String {
            var workspace = Workspace(session, glyphs: .braille)
            let events = SampleRun(steps: 400, spike: nil, ends: false).events
            _ = workspace.update(.arrived(Arrival(recorded: events)))
            _ = workspace.update(.tick(0))
            _ = workspace.update(.tick(10))
            return workspace.render(columns: 100, rows: 24).lines[0]
        }
        let pipe = row(RunSession(Player(Playback(), memory: 1 << 20)))
        #expect(pipe.contains("● live") && pipe.hasSuffix("50 steps/s  ETA 0:10"), "\(pipe)")
        let file = row(RunSession(Player(Playback())))
        #expect(file.contains("● playing") && file.contains(" / 0:07"), "\(file)")
    }

    @Test(arguments: [(60, true), (37, false), (20, false)])
    func `an epoch is whole or not there`(width: Int, isThere: Bool) {
        let row = row(tokens: true, pace: 0, width: width)
        #expect(row.contains("  epoch 12") == isThere && row.contains("epoch") == isThere, "\(row)")
    }

    @Test func `a long name gives way to the rate`() {
        let row = row(tokens: true, pace: 0, width: 90, name: String(repeating: "long", count: 10))
        #expect(row.contains("… ● running") && row.hasSuffix("  15,360 tokens/s  ETA 0:08"), "\(row)")
    }
}
