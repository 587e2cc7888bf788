import Fuzzing
import Telemetry
import Testing

@testable import Dashboard

/// What grows with what a source sends is bounded, and said.
@Suite struct BoundsTests {
    private func state(_ events: [Event]) -> RunState {
        var state = RunState()
        for event in events { state.receive(event) }
        return state
    }

    private func numbers(_ count: Int) -> [NamedNumber] { (0..<count).map { NamedNumber("layer.\($0)", 1) } }

    @Test func `layers and series and settings beyond the bounds are left out and that is reported once`() {
        let settings = (0..<100).map { Setting(name: "s\($0)", value: .number(1)) }
        var step = StepRecord(step: 1, time: 0, extras: numbers(50), layers: numbers(5000), deadLayers: numbers(5000))
        let first = step
        step.step = 2
        let state = state([.run(Run(name: "x", settings: settings)), .step(first), .step(step)])
        #expect(state.layers.count == 1024 && state.deadLayers.count == 1024 && state.extras.count == 32)
        #expect(state.run?.settings.count == 64)
        #expect(
            state.timelineEntries.map(\.text) == [
                "only the first 64 settings are shown", "only the first 1,024 layers are shown",
                "only the first 32 other metrics are shown",
            ]
        )
    }

    @Test func `series that come one by one are bounded too`() {
        let state = state(
            (1...50).map { .step(StepRecord(step: $0, time: 0, extras: [NamedNumber("series \($0)", 1)])) }
        )
        #expect(state.extras.count == 32)
        #expect(state.timelineEntries.map(\.text) == ["only the first 32 other metrics are shown"])
    }

    @Test func `whether an update was left out is known behind any number of series`() {
        let extras = numbers(100) + [NamedNumber(StepRecord.withheldSeries, 1)]
        let state = state([.step(StepRecord(step: 1, time: 0, loss: .nan, extras: extras))])
        #expect(state.latest?.isWithheld == true)
        #expect(state.timelineEntries.contains { $0.text == "loss NaN, update skipped" })
    }

    /// A name of 8,000 parts cost 9.7 s a picture.
    @Test func `long names lose their middle`() {
        let long = Array(repeating: "a", count: 8000).joined(separator: ".") + ".weight"
        let state = state([
            .run(Run(name: long, optimizer: long)),
            .step(
                StepRecord(
                    step: 1,
                    time: 0,
                    clip: long,
                    alarms: [Alarm(.normNaN, parameter: long)],
                    extras: [NamedNumber(long, 1)],
                    layers: [NamedNumber(long, 1), NamedNumber("b", 1)]
                )
            ),
            .evaluation(Evaluation(step: 1, split: long)),
            .checkpoint(CheckpointReport(step: 1, path: long, problem: long)),
            .rejected(Rejected(id: 1, request: .pause, reason: long, by: long)),
            .end(End(outcome: .failed, step: 1, reason: long)),
        ])
        #expect(state.layers[0].name.unicodeScalars.count == 120 && state.layers[0].name.hasSuffix("a.weight"))
        #expect(state.timelineEntries.allSatisfy { $0.text.unicodeScalars.count <= 500 })
        #expect(state.run?.name.unicodeScalars.count == 120 && state.evaluation?.split.unicodeScalars.count == 120)
        #expect(state.extras[0].name.unicodeScalars.count == 120 && state.latest?.clip?.unicodeScalars.count == 120)
        guard case .ended(let end) = state.phase else { return #expect(Bool(false)) }
        #expect(end.reason?.unicodeScalars.count == 500)
    }

    @Test func `a setting that could not be sent back is not offered`() {
        let long = String(repeating: "x", count: 200)
        let state = state([
            .run(
                Run(
                    name: "x",
                    settings: [
                        Setting(name: long, value: .number(1)),
                        Setting(name: "clip", value: .word("a"), choices: ["a", long, "b"]),
                    ]
                )
            )
        ])
        #expect(state.run?.settings.map(\.name) == ["clip"] && state.run?.settings[0].choices == ["a", "b"])
    }

    @Test func `alarms by the thousand are one of each kind`() {
        let alarms = (0..<100_000).map { Alarm(Alarm.Kind.allCases[$0 % 7], parameter: "p\($0)") }
        let record = StepRecord(step: 1, time: 0, loss: .nan, alarms: alarms)
        #expect(state([.step(record)]).latest?.alarms.count == 7)
        #expect(
            TimelineEntry(record)?.text
                == "loss NaN, loss Inf, norm NaN, norm Inf, norm overflow, norm 0, update zeroed (p0)"
        )
    }

    @Test(arguments: [Int.max, Int.min, -1, 1 << 53]) func `counts at the ends of int are kept separate`(count: Int) {
        var state = state([
            .run(Run(name: "x", parameters: count, steps: count)),
            .step(StepRecord(step: count, time: 0, epoch: count, batch: count, loss: 1)),
            .applied(Applied(id: count, step: count, request: .advance(count), by: "")),
            .step(StepRecord(step: 3, time: 1, loss: 1)),
            .snapshot(SnapshotReport(step: count, oldest: count)),
            .applied(Applied(id: 1, step: count, request: .rewind(to: count), from: count, by: "")),
            .evaluation(Evaluation(step: count, split: "")),
        ])
        #expect((0...Int.largestCount).contains(state.latest?.step ?? -1))
        state.receive(.end(End(outcome: .finished, step: count)))
        _ = Workspace(state, glyphs: .braille).render(columns: 120, rows: 40)
    }

    // MARK: Snapshots

    @Test func `of many snapshots few are kept and one from far back is among them`() {
        var state = RunState()
        for step in 1...20_000 {
            state.receive(.step(StepRecord(step: step, time: Double(step))))
            state.receive(.snapshot(SnapshotReport(step: step, oldest: max(1, step - 5000))))
        }
        let steps = state.snapshots.map(\.step)
        #expect(steps.count == 256 && steps == steps.sorted() && state.hasThinnedSnapshots)
        #expect(steps.suffix(10) == Array(19_991...20_000)[...])
        // The farther back, the wider apart, in proportion.
        for (one, next) in zip(steps, steps.dropFirst()) {
            #expect(Double(next - one) <= 2 + 0.1 * Double(20_000 - one), "\(one) to \(next)")
        }
        #expect(steps[0] < 15_500)
    }

    @Test func `the snapshot being chosen is not thinned out`() {
        var dashboard = SampleRun(steps: 300, spike: nil, ends: false).dashboard()
        for step in 1...200 { _ = dashboard.update(.event(.snapshot(SnapshotReport(step: step, oldest: 0)))) }
        for key in [Key.character("r"), .up] { _ = dashboard.update(.key(key)) }
        for step in 201...2000 { _ = dashboard.update(.event(.snapshot(SnapshotReport(step: step, oldest: 0)))) }
        #expect(dashboard.state.snapshots.count <= 256)
        let sent = dashboard.update(.key(.enter))
        #expect(
            sent == [.send(Command(id: 1, request: .rewind(to: 199), by: "dashboard", session: "test"), session: 0)]
        )
        #expect(dashboard.state.heldSnapshot == nil)
    }

    // MARK: Keys

    @Test func `commands that nobody answers are bounded`() {
        var dashboard = SampleRun(steps: 3, spike: nil, ends: false).dashboard()
        for _ in 0..<1000 { _ = dashboard.update(.key(.character("n"))) }
        #expect(dashboard.pending.count == 100)
        #expect(dashboard.message?.text == "100 commands are unanswered: wait for the run")
        // A stop is always taken.
        _ = dashboard.update(.key(.character("s")))
        let sent = dashboard.update(.key(.character("y")))
        #expect(sent == [.send(Command(id: 101, request: .stop, by: "dashboard", session: "test"), session: 0)])
    }

    @Test func `a prompt counts what is piled up on a character`() {
        var prompt = Prompt(.step, name: "go to step")
        for _ in 0..<1000 { _ = prompt.edit(.character("\u{301}")) }
        #expect(prompt.text.unicodeScalars.count == 32)
    }

    // MARK: Rows

    @Test(arguments: [1, 2, 3, 7, 40]) func `few of many are those of the rule`(room: Int) {
        var generator = SplitMix64(seed: Fuzz.seed)
        for count in [0, 1, 2, 3, 8, 41, 100] {
            let matters = (0..<count).map { _ in Int.random(in: 0..<4, using: &generator) == 0 }
            let places = visibleRows(count, room: room) { matters[$0] }
            guard count > room else {
                #expect(places == Array(0..<count))
                continue
            }
            let ranked = (0..<count).sorted { one, other in
                func rank(_ place: Int) -> (Int, Int, Int) {
                    let depth = min(place, count - 1 - place)
                    return (depth == 0 ? 0 : matters[place] ? 1 : 2, depth, place)
                }
                return rank(one) < rank(other)
            }
            #expect(places.count == room && places.compactMap { $0 } == ranked.prefix(room - 1).sorted())
        }
    }

    @Test func `names of many parts are fitted in their length`() {
        let names = ["x." + Array(repeating: "block12", count: 8000).joined(separator: ".") + ".last", "y.z"]
        let fitted = abbreviatedNames(names, in: 12)
        #expect(fitted[0].unicodeScalars.count == 12 && fitted[1] == "y.z")
        #expect(
            abbreviatedNames(["transformer.h.0.attn.c_attn", "transformer.wte"], in: 12) == ["h.0.a.c_attn", "wte"]
        )
    }
}
