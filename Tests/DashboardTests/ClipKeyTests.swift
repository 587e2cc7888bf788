import Telemetry
import Testing

@testable import Dashboard

/// What the keys of the clip panel do, from the key to the command or the screen.
@Suite struct ClipKeyTests {
    private func press(_ keys: [Key], on dashboard: inout Workspace) -> [Request] {
        keys.flatMap { dashboard.update(.key($0)) }
            .compactMap { if case .send(let command, _) = $0 { command.request } else { nil } }
    }

    private func press(_ text: String, on dashboard: inout Workspace) -> [Request] {
        press(text.map { .character($0) }, on: &dashboard)
    }

    /// Answers the commands of a screen with the step they take effect at.
    private func answer(_ dashboard: inout Workspace, at step: Int) {
        for command in dashboard.pending { _ = dashboard.update(.event(.applied(Applied(command, step: step)))) }
    }

    private func running(clip: String? = "norm", optimizer: String = "sgd") -> Workspace {
        SampleRun(steps: 500, spike: nil, ends: false, optimizer: optimizer, clip: clip).dashboard()
    }

    private func text(_ dashboard: Workspace, _ columns: Int = 110, _ rows: Int = 34) -> String {
        dashboard.render(columns: columns, rows: rows).lines.joined(separator: "\n")
    }

    // MARK: Trying a value

    @Test func `a value is tried and nothing is sent`() {
        var dashboard = running()
        #expect(press("m", on: &dashboard).isEmpty && dashboard.triedClip == nil)
        #expect(press([.up], on: &dashboard).isEmpty && dashboard.prompt?.text == "0.625")
        #expect(press([.up, .up], on: &dashboard).isEmpty && dashboard.prompt?.text == "0.976")
        #expect(press([.down, .down, .down], on: &dashboard).isEmpty && dashboard.prompt?.text == "0.5")
        #expect(dashboard.triedClip == TriedClip(kind: .norm, maxNorm: 0.5))
        #expect(text(dashboard).contains("what if 0.5:"))
        #expect(press([.escape], on: &dashboard).isEmpty && dashboard.triedClip == nil)
        #expect(!text(dashboard).contains("what if") && dashboard.pending.isEmpty)
    }

    @Test func `enter sends one command`() {
        var dashboard = running()
        #expect(press("m0.3", on: &dashboard).isEmpty)
        #expect(press([.enter], on: &dashboard) == [.set(name: "max_norm", value: .number(0.3))])
        #expect(dashboard.pending.count == 1 && dashboard.triedClip == nil)
    }

    @Test func `tab goes through the candidates`() {
        var dashboard = running()
        let candidates = ClipFacts(dashboard.state, window: .sinceChange).candidates.map(\.maxNorm)
        let above = candidates.filter { $0 > 0.5 }
        _ = press("m", on: &dashboard)
        for candidate in above {
            _ = press([.tab], on: &dashboard)
            #expect(dashboard.prompt?.number == candidate)
        }
        _ = press([.tab], on: &dashboard)
        #expect(dashboard.prompt?.number == candidates.first)
        _ = press([.backTab], on: &dashboard)
        #expect(dashboard.prompt?.number == candidates.last)
    }

    @Test func `the figures are those of the last steps`() throws {
        var dashboard = running()
        let norms = (301...500).compactMap { step in
            SampleRun(steps: 500, spike: nil).events.lazy.compactMap { event -> Double? in
                if case .step(let record) = event, record.step == step { record.gradNorm } else { nil }
            }.first
        }
        _ = press("Cm0.3", on: &dashboard)
        let whatIf = WhatIf(maxNorm: 0.3, norms: norms)
        let screen = text(dashboard, 200, 60)
        #expect(
            screen.contains(
                "what if 0.3: would clip \(NumberFormat.percent(try #require(whatIf.share))) of the last 200"
            )
        )
        #expect(screen.contains("removes \(NumberFormat.percent(try #require(whatIf.removed))) of the mean step"))
    }

    @Test func `a factor above ten asks first`() {
        var dashboard = running()
        _ = press("m50", on: &dashboard)
        #expect(press([.enter], on: &dashboard).isEmpty)
        #expect(text(dashboard).contains("max_norm 0.5 → 50 is ×100: apply?"))
        var other = dashboard
        #expect(press("n", on: &other).isEmpty && other.question == nil && other.pending.isEmpty)
        #expect(press("y", on: &dashboard) == [.set(name: "max_norm", value: .number(50))])
        for (typed, words) in [("0.01", "is ÷50"), ("0", "zeroes every gradient"), ("inf", "never clips")] {
            var dashboard = running()
            _ = press("m" + typed, on: &dashboard)
            #expect(press([.enter], on: &dashboard).isEmpty && text(dashboard).contains(words))
        }
        // Up to ten times it is plain.
        var plain = running()
        _ = press("m5", on: &plain)
        #expect(press([.enter], on: &plain).count == 1)
    }

    @Test func `on a recording a value is only tried`() {
        var recording = SampleRun(steps: 500, spike: nil).recording()
        _ = press("m0.3", on: &recording)
        #expect(text(recording).contains("what if 0.3"))
        #expect(press([.enter], on: &recording).isEmpty && recording.prompt != nil)
        #expect(text(recording).contains("this is a recording; settings cannot be changed"))
        _ = press([.escape], on: &recording)
        #expect(recording.prompt == nil)
        // So it is once a run has finished, and where there is no such setting.
        for var dashboard in [SampleRun(steps: 500).dashboard(), running(clip: nil)] {
            _ = press("m2", on: &dashboard)
            #expect(text(dashboard).contains("what if 2: would clip"))
            #expect(press([.enter], on: &dashboard).isEmpty && dashboard.prompt?.complaint != nil)
        }
    }

    @Test func `per element norms do not say`() {
        var dashboard = running(clip: "value")
        _ = press("m2", on: &dashboard)
        #expect(text(dashboard, 200, 60).contains("±2 per element: unknown from norms"))
        #expect(!dashboard.render(columns: 110, rows: 34).cells.contains { $0.role == .maxNorm && $0.glyph == "⠒" })
    }

    @Test func `a scale invariant optimizer is named`() {
        var dashboard = running(optimizer: "adam")
        _ = press("Cm0.3", on: &dashboard)
        let screen = text(dashboard, 200, 60)
        #expect(screen.contains("adam: scale has little effect"))
        #expect(!screen.contains("eff. lr") && !screen.contains("off the mean step"))
        var plain = running()
        _ = press("m0.3", on: &plain)
        #expect(text(plain, 200, 60).contains("eff. lr"))
    }

    // MARK: Choosing and undoing

    @Test func `no kind is sent that was passed by`() {
        var dashboard = running()
        #expect(press("t", on: &dashboard).isEmpty && dashboard.choice?.chosen == "norm")
        #expect(press([.down, .down], on: &dashboard).isEmpty && dashboard.choice?.chosen == "none")
        #expect(press([.up], on: &dashboard).isEmpty && dashboard.choice?.chosen == "value")
        #expect(press([.enter], on: &dashboard) == [.set(name: "clip", value: .word("value"))])
        #expect(dashboard.pending.count == 1)
    }

    @Test func `letters choose and Esc leaves`() {
        var dashboard = running(clip: "none")
        #expect(press("tn", on: &dashboard).isEmpty && dashboard.choice?.chosen == "norm")
        #expect(dashboard.triedClip == TriedClip(kind: .norm, maxNorm: 0.5))
        #expect(press("n", on: &dashboard).isEmpty && dashboard.choice?.chosen == "none")
        #expect(press("v", on: &dashboard).isEmpty && dashboard.choice?.chosen == "value")
        #expect(press([.escape], on: &dashboard).isEmpty && dashboard.choice == nil)
        // What is in force already needs no command.
        #expect(press("t", on: &dashboard).isEmpty && press([.enter], on: &dashboard).isEmpty)
    }

    @Test func `undo sets what was before`() {
        var dashboard = running()
        #expect(press("u", on: &dashboard).isEmpty && dashboard.message?.text.hasPrefix("nothing to undo") == true)
        _ = press("m0.3", on: &dashboard)
        _ = press([.enter], on: &dashboard)
        answer(&dashboard, at: 501)
        _ = press("]", on: &dashboard)
        answer(&dashboard, at: 501)
        #expect(dashboard.state.threshold == 0.375)
        #expect(press("u", on: &dashboard) == [.set(name: "max_norm", value: .number(0.3))])
        #expect(dashboard.message?.text == "undone: max_norm is back to 0.3")
        answer(&dashboard, at: 501)
        #expect(press("u", on: &dashboard) == [.set(name: "max_norm", value: .number(0.5))])
        answer(&dashboard, at: 501)
        #expect(press("u", on: &dashboard).isEmpty)
    }

    @Test func `what others changed is not undone`() {
        var dashboard = running()
        let applied = Applied(
            id: 1,
            step: 501,
            request: .set(name: "max_norm", value: .number(9)),
            by: "ada",
            session: "other"
        )
        _ = dashboard.update(.event(.applied(applied)))
        #expect(press("u", on: &dashboard).isEmpty)
    }

    @Test func `an undo that is refused can be tried again`() throws {
        var dashboard = running()
        _ = press("]", on: &dashboard)
        answer(&dashboard, at: 501)
        _ = press("u", on: &dashboard)
        let command = try #require(dashboard.pending.first)
        _ = dashboard.update(.event(.rejected(Rejected(command, reason: "no"))))
        #expect(press("u", on: &dashboard) == [.set(name: "max_norm", value: .number(0.5))])
    }

    // MARK: Windows

    @Test func `windows follow one another`() {
        var dashboard = SampleRun(steps: 1500, ends: false).dashboard()
        var shown: [ClipWindow] = []
        for _ in 0..<5 {
            shown.append(dashboard.state.clipWindow(dashboard.view.clipWindow))
            _ = press("W", on: &dashboard)
        }
        #expect(shown == [.sinceChange, .last200, .last1000, .wholeRun, .sinceChange])
        // Without a change there is nothing to count from.
        var unchanged = SampleRun(steps: 250, ends: false).dashboard()
        _ = press("WWW", on: &unchanged)
        #expect(unchanged.state.clipWindow(unchanged.view.clipWindow) == .last200)
    }

    @Test func `the panel answers for the steps since the change`() {
        let dashboard = SampleRun(steps: 341, spike: nil, ends: false).dashboard()
        #expect(text(dashboard, 200, 60).contains("42 steps since 300"))
        let invalid = SampleRun(steps: 400, ends: false, overflow: 150).dashboard()
        #expect(text(invalid).contains("not finite"))
        #expect(!text(invalid).contains("clipped 0%"))
    }

    @Test func `arrows on the full panel try values`() {
        var dashboard = running()
        _ = press("C", on: &dashboard)
        #expect(dashboard.view.isFull && dashboard.view.focus == "clipping")
        #expect(press([.up], on: &dashboard).isEmpty && dashboard.triedClip?.maxNorm == 0.625)
        #expect(text(dashboard).contains("would be removed"))
    }
}
