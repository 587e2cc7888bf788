import Telemetry
import Testing

@testable import Training

@Suite struct RewindTests {
    private func snapshots(_ every: Int, memory: Int = 1 << 30) -> (inout RunPlan) -> Void {
        { $0.snapshots = SnapshotPlan(every: every, memory: memory) }
    }

    @Test(arguments: SavedRun.allCases)
    func `what was undone comes again bit by bit when nothing is changed`(run: SavedRun) {
        check(Float.self)
        check(Double.self)
        func check<Element: Scalar>(_: Element.Type) {
            let whole = run.trainer(Element.self).events().computed
            for (at, target) in [(12, 8), (14, 12), (7, 0), (23, 16)] {
                let trainer = run.trainer(Element.self, plan: snapshots(4))
                var isRewound = false
                let events = trainer.events { event in
                    guard event.isStep(at), !isRewound else { return [] }
                    isRewound = true
                    return [.rewind(to: target)]
                }
                let place = events.firstIndex { if case .applied = $0 { true } else { false } }!
                #expect(
                    events.answers == [
                        Applied(id: 1, step: target + 1, request: .rewind(to: target), from: at, by: "test")
                    ]
                )
                let (before, after) = (Array(events[..<place]), Array(events[place...]))
                #expect(before.records.map(\.step) == Array(1...at))
                #expect(after.records.map(\.step) == Array(target + 1...SavedRun.steps))
                #expect(before.computed == Array(whole.prefix(before.computed.count)))
                #expect(after.computed == Array(whole.suffix(after.computed.count)))
                #expect(events.end == End(outcome: .finished, step: SavedRun.steps))
            }
        }
    }

    @Test func `settings stay as the operator has set them, and a rate in its proportion to the plan`() {
        var isRewound = false
        let trainer = TinyRun(
            plan: RunPlan(name: "tiny", steps: 20, snapshots: SnapshotPlan(every: 4, memory: 1 << 30)),
            lr: 0.16,
            schedule: ExponentialLR(gamma: 0.5)
        ).trainer(Double.self)
        let events = trainer.events { event in
            if event.isStep(2), !isRewound { return [.set(name: "lr", value: .number(0.08))] }
            if event.isStep(5), !isRewound {
                return [
                    .set(name: "lr", value: .number(0.5)), .set(name: "max_norm", value: .number(0.25)),
                    .set(name: "clip", value: .word("value")),
                ]
            }
            guard event.isStep(7), !isRewound else { return [] }
            isRewound = true
            return [.rewind(to: 4), .set(name: "lr", value: .number(0.3)), .rewind(to: 4)]
        }
        let record = { (step: Int) in events.records.filter { $0.step == step } }
        // 0.16, 0.08, then 0.08 by hand instead of 0.04, 0.04, 0.02, then 0.5 by hand instead of 0.01, 0.25.
        #expect(events.records.prefix(7).map(\.lr) == [0.16, 0.08, 0.08, 0.04, 0.02, 0.5, 0.25])
        // Back at step 5, whose rate was 0.02: times 0.5/0.01, and then times 0.3 over that.
        let rewound = 0.02 * 0.5 / 0.01
        #expect(events.answers.last?.step == 5 && events.answers.last?.from == 4)
        #expect(events.answers[5].previous == .number(rewound))
        #expect(agree(record(5).last!.lr!, 0.3, within: 1e-15))
        #expect(agree(record(6).last!.lr!, 0.15, within: 1e-15))
        #expect(record(5).map(\.maxNorm) == [1, 0.25] && record(5).map(\.clip) == ["none", "value"])
    }

    @Test func `where the rate is the one that was changed, it is set to the bit`() {
        var isRewound = false
        let run = TinyRun(
            plan: RunPlan(name: "t", steps: 9, snapshots: SnapshotPlan(every: 4, memory: 1 << 30)),
            lr: 0.1
        )
        let events = run.trainer(Double.self).events { event in
            if event.isStep(6), !isRewound { return [.set(name: "lr", value: .number(0.03))] }
            guard event.isStep(7), !isRewound else { return [] }
            isRewound = true
            return [.rewind(to: 4)]
        }
        #expect(events.records.filter { $0.step == 5 }.map(\.lr) == [0.1, 0.03])
    }

    @Test func `snapshots are reported with the oldest that is left, and the oldest are evicted first`() {
        let one = SavedRun.spoiled.trainer(Float.self).snapshot(after: 0).byteCount
        // What RMSprop keeps comes with its first step, so that later snapshots are larger.
        let trainer = SavedRun.spoiled.trainer(Float.self, plan: snapshots(4))
        let later = (trainer.events(), trainer.snapshot(after: 24).byteCount).1
        #expect(later > one)
        let tight = SavedRun.spoiled.trainer(Float.self, plan: snapshots(4, memory: 2 * later + one))
        var isRewound = false
        let events = tight.events { event in
            guard event.isStep(17), !isRewound else { return [] }
            isRewound = true
            return [.rewind(to: 4), .rewind(to: 12)]
        }
        #expect(events.snapshots.prefix(5).map(\.step) == [0, 4, 8, 12, 16])
        #expect(events.snapshots.prefix(5).map(\.oldest) == [0, 0, 0, 8, 12])
        #expect(events.refusals.map(\.reason) == ["there is no snapshot of step 4 (there are 2, 12 to 16)"])
        #expect(events.answers.map(\.step) == [13])
        // The one of step 16 was taken back; it is taken anew.
        #expect(events.snapshots.dropFirst(5).map(\.step) == [16, 20, 24])
        #expect(events.snapshots.dropFirst(5).map(\.oldest) == [12, 16, 20])
    }

    @Test func `a ring of many small snapshots keeps the newest that fit, however they come and go`() {
        func snapshot(_ step: Int, _ size: Int) -> Snapshot {
            let array = SavedArray(kind: .float32, shape: [size], bytes: [UInt8](repeating: 0, count: 4 * size))
            return Snapshot(step: step, model: ["a": array], state: [:], settings: [:])
        }
        var generator = RandomGenerator(seed: 3)
        var ring = SnapshotRing(SnapshotPlan(every: 1, memory: 4000))
        var model: [(step: Int, size: Int)] = []
        var step = 0
        for _ in 0..<3000 {
            if generator.integer(below: 20) == 0, !model.isEmpty {
                let target = model[generator.integer(below: model.count)].step
                let kept = ring.rewind(to: target)
                #expect(kept?.snapshot.step == target)
                model.removeAll { $0.step > target }
                step = target
            } else {
                step += 1
                let size = 1 + generator.integer(below: 30)
                let isKept = ring.keep(snapshot(step, size), rateChanges: 0)
                #expect(isKept)
                model.append((step, 4 * size))
                while model.reduce(0, { $0 + $1.size }) > 4000 { model.removeFirst() }
            }
            #expect(ring.steps == model.map(\.step) && ring.oldest == model.first?.step)
        }
    }

    @Test func `without room for one the refusal says what one takes; without a plan a run cannot rewind`() {
        let size = SavedRun.sequences.trainer(Float.self).snapshot(after: 0).byteCount
        let script: (Event) -> [Request] = { $0.isStep(9) ? [.rewind(to: 4)] : [] }
        let cramped = SavedRun.sequences.trainer(Float.self, plan: snapshots(4, memory: 100)).events(script)
        #expect(
            cramped.refusals.map(\.reason) == [
                "there is no snapshot to rewind to: one takes \(size) bytes, and there is room for 100"
            ]
        )
        #expect(cramped.snapshots.isEmpty)
        let without = SavedRun.sequences.trainer(Float.self)
        #expect(without.runDescription.abilities == [.pause, .advance, .set, .stop])
        #expect(without.events(script).refusals.map(\.reason) == ["this run cannot rewind"])
    }

    @Test func `a held run may be rewound, and stays held`() {
        let trainer = SavedRun.rows.trainer(Float.self, plan: snapshots(4))
        var steps: [Int] = []
        let events = trainer.events { event in
            if case .step(let record) = event { steps.append(record.step) }
            if event.isStep(10), steps.count == 10 { return [.pause] }
            if event.isPause { return [.rewind(to: 4)] }
            guard case .applied(let applied) = event, case .rewind = applied.request else { return [] }
            return [.advance(2), .resume].suffix(steps.count == 10 ? 2 : 0)
        }
        #expect(events.answers.map(\.step) == [11, 5, 5, 5])
        #expect(steps == Array(1...10) + Array(5...SavedRun.steps))
    }

    @Test func `a step that has spoiled the weights evicts no good snapshot`() {
        var run = TinyRun(plan: RunPlan(name: "tiny", steps: 20, nonFinite: .continue), poison: (9, .infinity))
        let size = run.trainer(Float.self).snapshot(after: 0).byteCount
        run.plan.snapshots = SnapshotPlan(every: 4, memory: 6 * size)
        let events = run.trainer(Float.self).events()
        #expect(events.records.last?.isNonFinite == true)
        #expect(events.snapshots.map(\.step) == [0, 4, 8])
        // Where the update is left out the weights are sound.
        run.plan.nonFinite = .skip
        #expect(run.trainer(Float.self).events().snapshots.map(\.step) == [0, 4, 8, 12, 16, 20])
    }

    @Test func `the gate answers a rewind with the step after the snapshot and the last one before`() {
        var gate = StepGate(settings: TinyRun().trainer(Float.self).gate.settings)
        #expect(rejection(&gate, to: 4) == "there is no snapshot to rewind to")
        gate.setSnapshots([4])
        #expect(rejection(&gate, to: 5) == "there is no snapshot of step 5 (there is one of step 4)")
        let event = gate.apply(Command(id: 3, request: .rewind(to: 4), by: "a"), before: 9)
        #expect(event == .applied(Applied(id: 3, step: 5, request: .rewind(to: 4), from: 8, by: "a")))
        func rejection(_ gate: inout StepGate<TrainerSettings>, to step: Int) -> String? {
            guard
                case .rejected(let rejected) = gate.apply(Command(id: 1, request: .rewind(to: step), by: ""), before: 9)
            else { return nil }
            return rejected.reason
        }
    }
}
