import Telemetry
import Testing

@testable import Dashboard

/// Snapshots, the choice of one, and what a rewind leaves of what was seen.
@Suite struct RewindTests {
    /// A run of 620 steps with a spike at 600 and a snapshot every 100 steps.
    static func dashboard(steps: Int = 620, oldest: Int = 0, _ glyphs: GlyphSet = .braille) -> Workspace {
        var dashboard = Workspace.run(glyphs)
        for event in events(steps: steps, oldest: oldest) { _ = dashboard.update(.event(event)) }
        return dashboard
    }

    private static func events(steps: Int, oldest: Int = 0) -> [Event] {
        SampleRun(steps: steps, ends: false).events.flatMap { event -> [Event] in
            switch event {
            case .run: [event, .snapshot(SnapshotReport(step: 0, oldest: 0))]
            case .step(let record) where record.step % 100 == 0:
                [event, .snapshot(SnapshotReport(step: record.step, oldest: oldest))]
            default: [event]
            }
        }
    }

    /// What a run tells when it goes back from a step to a snapshot, and computes on.
    static func rewind(from: Int, to step: Int, until last: Int? = nil) -> [Event] {
        let back = Applied(id: 9, step: step + 1, request: .rewind(to: step), from: from, by: "dashboard")
        let again = SampleRun(steps: last ?? step, spike: nil, ends: false).events.filter {
            if case .step(let record) = $0 { record.step > step } else { false }
        }
        return [.applied(back)] + again
    }

    private func press(_ keys: [Key], on dashboard: inout Workspace) -> [Request] {
        keys.flatMap { dashboard.update(.key($0)) }
            .compactMap { if case .send(let command, _) = $0 { command.request } else { nil } }
    }

    // MARK: Choosing

    @Test(
        arguments: [
            ([Key.enter], 600), ([.up, .enter], 500), ([.up, .up, .down, .enter], 500), ([.down, .enter], 600),
            ([.home, .enter], 0), ([.pageUp, .down, .enter], 100), ([.home, .end, .enter], 600),
            ([.character("k"), .character("k"), .character("j"), .enter], 500),
        ]
    )
    func `keys choose a snapshot`(keys: [Key], step: Int) {
        var dashboard = Self.dashboard()
        #expect(press([.character("r")] + keys, on: &dashboard) == [.rewind(to: step)])
        #expect(dashboard.snapshotPicker == nil && dashboard.pending.map(\.request) == [.rewind(to: step)])
    }

    @Test(arguments: [Key.escape, .control("c"), .character("q"), .character("r")])
    func `a choice is left`(key: Key) {
        var dashboard = Self.dashboard()
        #expect(press([.character("r"), .up, key], on: &dashboard).isEmpty)
        #expect(dashboard.snapshotPicker == nil)
        #expect(press([.character("r")], on: &dashboard).isEmpty && dashboard.snapshotPicker != nil)
        _ = dashboard.update(.event(.end(End(outcome: .finished, step: 620))))
        #expect(dashboard.snapshotPicker == nil)
    }

    @Test func `the choice stays with its snapshot as others come and go`() {
        var dashboard = Self.dashboard()
        _ = press([.character("r"), .up, .up], on: &dashboard)
        _ = dashboard.update(.event(.snapshot(SnapshotReport(step: 700, oldest: 300))))
        #expect(dashboard.state.snapshots.map(\.step) == [300, 400, 500, 600, 700])
        #expect(dashboard.snapshotPicker?.chosen(of: dashboard.state.snapshots)?.step == 400)
        // The oldest takes the place of one that is gone.
        _ = dashboard.update(.event(.snapshot(SnapshotReport(step: 800, oldest: 500))))
        #expect(press([.enter], on: &dashboard) == [.rewind(to: 500)])
    }

    @Test func `what is impossible is reported`() {
        var dashboard = SampleRun(steps: 20, spike: nil, ends: false).dashboard()
        #expect(press([.character("r")], on: &dashboard).isEmpty && dashboard.snapshotPicker == nil)
        #expect(dashboard.message?.text == "no snapshots yet")
        var plain = Workspace.run()
        _ = plain.update(.event(.run(Run(name: "a", abilities: [.pause]))))
        #expect(press([.character("r")], on: &plain).isEmpty)
        #expect(plain.message?.text == "this run cannot rewind")
        #expect(press([.character("c")], on: &plain).isEmpty)
        #expect(plain.message?.text == "this run cannot checkpoint")
        var recording = Workspace.recording([], .braille)
        for key in "cr" {
            recording.clearMessage()
            #expect(press([.character(key)], on: &recording).isEmpty)
            #expect(recording.message?.text == "this is a recording; settings cannot be changed")
        }
    }

    // MARK: Checkpoints

    @Test func `a checkpoint is requested and reported`() {
        var dashboard = Self.dashboard()
        #expect(press([.character("c")], on: &dashboard) == [.checkpoint])
        let path = "runs/a/step-00000620.safetensors"
        _ = dashboard.update(.event(.checkpoint(CheckpointReport(step: 620, path: path))))
        #expect(dashboard.message?.text == "saved as \(path)")
        _ = dashboard.update(
            .event(.applied(Applied(id: 1, step: 621, request: .checkpoint, by: "dashboard", session: "test")))
        )
        #expect(dashboard.pending.isEmpty)
        dashboard.clearMessage()
        _ = dashboard.update(.event(.checkpoint(CheckpointReport(step: 630, path: path, problem: "no room"))))
        #expect(dashboard.message?.text == "checkpoint failed: no room (\(path))")
        dashboard.clearMessage()
        _ = dashboard.update(.event(.checkpoint(CheckpointReport(step: 640, path: path))))
        #expect(dashboard.message == nil)
        let reports = dashboard.state.timelineEntries.filter { $0.step ?? 0 > 610 }
        #expect(reports.map(\.text) == ["saved in runs/a", "checkpoint failed: no room (\(path))", "saved in runs/a"])
        #expect(reports.map(\.step) == [620, 630, 640])
    }

    @Test func `a resumed run says where it came from`() {
        var state = RunState()
        state.receive(.run(Run(name: "a", resumed: Resumed(step: 600, path: "x/step-00000600.safetensors"))))
        state.receive(.checkpoint(CheckpointReport(step: 700, path: "x/step-00000700.safetensors")))
        state.receive(.checkpoint(CheckpointReport(step: 800, path: "x/step-00000800.safetensors")))
        #expect(
            state.timelineEntries.map(\.text) == [
                "resumed from x/step-00000600.safetensors", "saved in x", "saved in x",
            ]
        )
    }

    // MARK: What is left

    @Test func `what was undone is kept aside`() {
        var dashboard = Self.dashboard()
        let before = dashboard.state
        for event in Self.rewind(from: 620, to: 500) { _ = dashboard.update(.event(event)) }
        let state = dashboard.state
        #expect(state.latest?.step == 500 && state.latest?.loss == before.snapshots[5].record?.loss)
        #expect(state.latest?.time == before.latest?.time)
        #expect(state.loss.lastStep == 500 && state.loss.whole.high < 30 && state.gradNorm.whole.high < 300)
        #expect(state.clippedNorm.lastStep == 500 && state.maxNorm.lastStep == 500 && state.lr.lastStep == 500)
        #expect(state.evaluationLoss.whole.count == 3 && state.evaluation == nil)
        #expect(state.rewoundSteps.loss.whole.high == 30 && state.rewoundSteps.gradNorm.whole.high == 300)
        #expect(state.rewoundSteps.loss.origin == 501 && state.rewoundSteps.lastStep == 620)
        #expect(state.snapshots.map(\.step) == [0, 100, 200, 300, 400, 500])
        #expect(state.clipping.sample(.wholeRun).count == 500 && state.stepRate.rate == nil)
        #expect(state.timelineEntries.filter(\.isRewound).map(\.step) == [600])
        #expect(
            state.timelineEntries.last?.text == "rewound 620 → 500" && state.timelineEntries.last?.isRewound == false
        )
        // The axis still reaches what was taken back.
        #expect(dashboard.scene().axis.last >= 620)
        // The same steps again, without the spike: as if it had never been.
        for event in Self.rewind(from: 620, to: 500, until: 700).dropFirst() { _ = dashboard.update(.event(event)) }
        var plain = Workspace.run()
        for event in SampleRun(steps: 700, spike: nil, ends: false).events { _ = plain.update(.event(event)) }
        #expect(dashboard.state.loss == plain.state.loss && dashboard.state.gradNorm == plain.state.gradNorm)
        #expect(dashboard.state.maxNorm == plain.state.maxNorm && dashboard.state.lr == plain.state.lr)
    }

    @Test func `a run that is stepping steps on as far`() {
        var dashboard = Self.dashboard()
        _ = dashboard.update(.event(.applied(Applied(id: 1, step: 621, request: .advance(10), by: "a"))))
        for event in Self.rewind(from: 620, to: 500, until: 509) { _ = dashboard.update(.event(event)) }
        #expect(dashboard.state.phase == .advancing(until: 511))
        for event in Self.rewind(from: 620, to: 509, until: 510).dropFirst() { _ = dashboard.update(.event(event)) }
        #expect(dashboard.state.phase == .paused)
    }

    @Test(arguments: [1, 3_000, 100_000]) func `a cut series has nothing of what came after`(steps: Int) {
        for cut in [0, 1, steps / 3, steps - 1, steps, steps + 5] {
            var series = Series()
            for step in 1...steps { series.append(step > cut ? 1000 : 1, at: step) }
            let tail = series.cut(after: cut)
            #expect(series.isEmpty || series.whole.high == 1)
            #expect(cut >= steps ? tail.isEmpty : tail.whole.high == 1000 && tail.lastStep == steps)
            // At most a bucket of what came before goes along.
            #expect(tail.isEmpty || tail.origin > cut - tail.buckets[0].steps.count)
            #expect(series.whole.count + tail.whole.count == steps)
            for step in cut + 1...cut + 10 { series.append(2, at: step) }
            #expect(series.whole.high == 2 && series.lastStep == cut + 10)
        }
    }

    @Test func `a recording goes to the last time a step was computed`() {
        var encoder = LineEncoder()
        for event in Self.events(steps: 620) + Self.rewind(from: 620, to: 500, until: 610) { encoder.append(event) }
        var player = Player(Playback())
        player.append(encoder.bytes, isWhole: true)
        player.perform(.goTo(step: 605))
        #expect(player.state.latest?.step == 605 && player.state.rewoundSteps.lastStep == 620)
        player.perform(.goTo(step: 615))
        #expect(player.state.latest?.step == 615 && player.state.rewoundSteps.lastStep == nil)
        #expect(player.playback.recording.lastStep == 610)
    }

    @Test(arguments: [12, 30, 50, 80, 200]) func `the choice fits every screen`(columns: Int) {
        var dashboard = Self.dashboard()
        _ = press([.character("r"), .up], on: &dashboard)
        for rows in [1, 3, 8, 24, 60] {
            let grid = dashboard.render(columns: columns, rows: rows)
            #expect(grid.lines.count == rows)
            if rows >= 8, columns >= 30 { #expect(grid.lines.joined().contains("500")) }
        }
    }
}
