import Foundation
import Telemetry
import Testing
import TmuxSession

/// The Python client, by programs in `Scripts` that use it and check what they see; what they record is read here.
@Suite struct PythonClientTests {
    // MARK: Without PyTorch

    @Test func `what is set while held is in force for the next step`() throws {
        let scratch = try PythonScratch()
        try scratch.run("gate")
        let events = try scratch.recording("gate")
        let opening = try #require(events.first?.run)
        #expect(opening.settings.map(\.name) == ["max_norm", "lr", "clip", "dropout", "pace"])
        #expect(opening.abilities == [.pause, .advance, .set, .stop, .checkpoint])
        #expect(opening.settings.map(\.range) == [.maxNorm, .learningRate, .any, .from(0, through: 0.9), .pace])

        // The contract of every source: record n has what was answered with n, and none before it.
        var expected: [Int: Double] = [:]
        var clips: [Int: String] = [:]
        for case .set(let name, let value) in events.compactMap(\.applied?.request) {
            let step = try #require(
                events.compactMap(\.applied).last { $0.request == .set(name: name, value: value) }?.step
            )
            if name == "max_norm", case .number(let number) = value { expected[step] = number }
            if name == "clip", case .word(let word) = value { clips[step] = word }
        }
        var (maxNorm, clip) = (1.0, "norm")
        for step in events.compactMap(\.step) {
            maxNorm = expected[step.step] ?? maxNorm
            clip = clips[step.step] ?? clip
            #expect(step.maxNorm == maxNorm && step.clip == clip)
        }
        #expect(maxNorm == 0.25 && clip == "none")
        // While the run was held no step came; two were allowed.
        let paused = try #require(events.firstIndex { $0.applied?.request == .pause })
        let advanced = try #require(events.firstIndex { $0.applied?.request == .advance(2) })
        let resumed = try #require(events.firstIndex { $0.applied?.request == .resume })
        #expect(events[paused...advanced].allSatisfy { $0.step == nil })
        #expect(events[advanced...resumed].compactMap(\.step).count == 2)

        // The sentences are the program's own.
        let gate = opening.settings
        for rejected in events.compactMap(\.rejected) {
            guard case .set(let name, let value) = rejected.request, name != "dropout" || value != .number(0.5) else {
                continue
            }
            let setting = gate.first { $0.name == name }
            let names = gate.map(\.name).joined(separator: ", ")
            #expect(
                rejected.reason == setting?.refusal(of: value) ?? "there is no setting \(name) (known: \(names))"
            )
            #expect(rejected.session == "test" && rejected.by == "tester")
        }
        let reasons = events.compactMap(\.rejected?.reason)
        #expect(reasons.count == 12)
        #expect(reasons.contains("dropout could not be set: RuntimeError: no layer has dropout"))
        #expect(reasons.contains("this run cannot rewind"))
        #expect(reasons.contains("advance takes a number of steps from 1 (got 0)"))

        // A stop overtakes the checkpoint that waits, and nothing else is done after it.
        let last = events.suffix(5)
        #expect(
            last.compactMap(\.applied?.id) == [91, 90] && last.compactMap(\.rejected?.reason) == ["the run is stopping"]
        )
        #expect(last.last == .end(End(outcome: .stopped, step: try #require(events.compactMap(\.step).last?.step))))
    }

    @Test func `viewers are distinguished by their sessions`() throws { try PythonScratch().run("viewers") }

    @Test func `thinned history keeps extremes`() throws { try PythonScratch().run("history") }

    @Test func `bad viewers harm nobody`() throws { try PythonScratch().run("bad_viewers") }

    @Test func `a killed run loses little and leaves no socket`() throws { try PythonScratch().run("killed") }

    @Test func `a full disk stops no run`() throws { try PythonScratch().run("full_disk") }

    @Test func `forked children are not the run`() throws { try PythonScratch().run("forked") }

    @Test func `a run ends as its program does`() throws { try PythonScratch().run("ends") }

    @Test func `a run declares its own numbers`() throws {
        let scratch = try PythonScratch()
        try scratch.run("metrics")
        let events = try scratch.recording("metrics")
        let declared = [
            MetricInfo("kl", "KL divergence", unit: "nats", scale: .log), MetricInfo("reward", "reward"),
        ]
        #expect(events.first?.run?.metrics == declared)
        #expect(events.compactMap(\.step).last?.extras.map(\.name) == ["kl", "reward", "depth"])
    }

    @Test func `names and numbers of all kinds can be read`() throws {
        let scratch = try PythonScratch()
        try scratch.run("lines")
        let events = try scratch.recording("lines")
        #expect(events.first?.run?.name == "lines \u{1B}[31m ? ü \"quoted\"")
        let steps = events.compactMap(\.step)
        #expect(steps.map { $0.loss.map { $0.isNaN } } == [false, true, nil, false, false])
        #expect(steps[1].alarms.map(\.kind) == [.lossNaN, .normInfinite])
        #expect(steps[3].alarms.map(\.kind) == [.normZero])
        #expect(
            steps[3].extras == [
                NamedNumber("a:inf%s", -.infinity), NamedNumber("q\"\\", 2), NamedNumber("withheld", 1),
            ]
        )
        #expect(steps[3].layers == [NamedNumber("a.b", 0.5), NamedNumber("nan:nan", .nan)])
        #expect(
            steps[4].loss == 0.1 && steps[4].gradNorm.map(shortest) == "1e-310" && steps[4].lr == 1e300
                && steps[4].epoch == 3
        )
    }

    // MARK: With PyTorch

    private static let python = TmuxSession.python(importing: "torch")

    @Test(.enabled(if: python != nil, "there is no Python with torch"))
    func `training loops are watched as torch computes them`() throws {
        let scratch = try PythonScratch()
        let output = try scratch.run("training_loop", python: try #require(Self.python))
        #expect(output.contains("off_is_as_torch_alone"))
        for name in ["bits", "late", "rates", "skips", "own", "loader"] { _ = try scratch.recording(name) }
    }
}

extension Event {
    var run: Run? { if case .run(let run) = self { run } else { nil } }
    var step: StepRecord? { if case .step(let record) = self { record } else { nil } }
    var applied: Applied? { if case .applied(let applied) = self { applied } else { nil } }
    var rejected: Rejected? { if case .rejected(let rejected) = self { rejected } else { nil } }
}
