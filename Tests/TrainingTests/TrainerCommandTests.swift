import Telemetry
import Testing

@testable import Training

@Suite struct TrainerCommandTests {
    @Test(arguments: [1, 2, 9])
    func `a set answered with step n is in record n and not in record n - 1`(after step: Int) {
        let events = TinyRun().events {
            $0.isStep(step)
                ? [.set(name: "clip", value: .word("norm")), .set(name: "max_norm", value: .number(0.25))] : []
        }
        #expect(events.answers.map(\.step) == [step + 1, step + 1])
        #expect(events.answers.map(\.previous) == [.word("none"), .number(1)])
        #expect(events.record(step)?.maxNorm == 1 && events.record(step)?.clip == "none")
        #expect(events.record(step + 1)?.maxNorm == 0.25 && events.record(step + 1)?.clip == "norm")
        #expect(events.record(step + 1)!.clippedNorm! <= 0.25)
        // The answer stands between the two records.
        let place = events.firstIndex { $0.isSet }!
        #expect(Array(events[..<place]).records.count == step)
        #expect(Array(events[place...]).records.first?.step == step + 1)
    }

    @Test func `a command that waits before the first step is answered with step 1`() {
        let events = TinyRun().events {
            if case .run = $0 { [.set(name: "max_norm", value: .number(2))] } else { [] }
        }
        #expect(events.answers.map(\.step) == [1] && events.record(1)?.maxNorm == 2)
    }

    @Test func `of several sets between two steps each is answered and the last one holds`() {
        let events = TinyRun().events { event in
            event.isStep(3) ? [2, 3, 4].map { .set(name: "max_norm", value: .number($0)) } : []
        }
        #expect(events.answers.map(\.previous) == [.number(1), .number(2), .number(3)])
        #expect(events.record(4)?.maxNorm == 4)
    }

    @Test func `what cannot be is refused with a sentence and changes nothing`() {
        let undisturbed = TinyRun().events()
        let events = TinyRun().events {
            $0.isStep(3)
                ? [
                    .set(name: "max_norm", value: .number(-1)), .set(name: "max_norm", value: .number(.nan)),
                    .set(name: "lr", value: .word("fast")), .set(name: "lr", value: .number(.infinity)),
                    .set(name: "lr", value: .number(.nan)), .set(name: "clip", value: .word("global")),
                    .set(name: "momentum", value: .number(1)), .advance(0),
                ] : []
        }
        #expect(
            events.refusals.map(\.reason) == [
                "max_norm must not be negative (got -1)", "max_norm must be a number (got NaN)",
                "lr must be a number (got fast)", "lr must be finite (got Infinity)", "lr must be a number (got NaN)",
                "clip must be one of norm, value, none (got global)",
                "there is no setting momentum (known: max_norm, lr, clip, pace, non_finite)",
                "advance takes a number of steps from 1 (got 0)",
            ]
        )
        #expect(events.losses == undisturbed.losses && events.end?.outcome == .finished)
    }

    @Test func `set before the run, what is outside a setting's range is refused in words, and changes nothing`() {
        let trainer = TinyRun().trainer(Float.self)
        for (name, value, words) in [
            ("max_norm", SettingValue.number(-1), "max_norm must not be negative (got -1)"),
            ("lr", .number(.infinity), "lr must be finite (got Infinity)"),
            ("clip", .word("global"), "clip must be one of norm, value, none (got global)"),
            ("pace", .number(-1), "pace must be from 0 to 1000000 (got -1)"),
            ("non_finite", .word("hope"), "non_finite must be one of pause, stop, skip, continue (got hope)"),
            (
                "momentum", .number(1),
                "there is no setting momentum (known: max_norm, lr, clip, pace, non_finite)"
            ),
        ] {
            #expect(throws: SettingError(words)) { try trainer.set(name, to: value) }
        }
        #expect(trainer.runDescription == TinyRun().trainer(Float.self).runDescription)
        #expect(trainer.events().losses == TinyRun().events().losses)
    }

    @Test func `paused at n there is no record n before a resume, except those that advance asks for`() {
        var script: [[Request]] = [
            [.set(name: "max_norm", value: .number(0.5)), .advance(1)], [.advance(3)], [.resume],
        ]
        var held: [Int] = []
        let events = TinyRun().events { event in
            if event.isStep(6) { return [.pause] }
            // Held at 7; then at 8 after one step; then at 11 after three more.
            let isHeld = event.isPause || event.isStep(7) || event.isStep(10)
            guard isHeld, !script.isEmpty else { return [] }
            held.append(script.count)
            return script.removeFirst()
        }
        #expect(held == [3, 2, 1])
        #expect(events.answers.map(\.step) == [7, 7, 7, 8, 11])
        #expect(events.record(6)?.maxNorm == 1 && events.record(7)?.maxNorm == 0.5)
        #expect(events.records.map(\.step) == Array(1...20))
        // Every step that was asked for singly has its layers, and so have the usual ones.
        let layered = events.records.filter { !$0.layers.isEmpty }.map(\.step)
        #expect(layered == [1, 5, 7, 8, 9, 10, 15, 20])
    }

    @Test
    func `a paused and resumed run, and one taken step by step, have the losses of an undisturbed one, bit by bit`() {
        let undisturbed = TinyRun().events()
        let disturbed = TinyRun().events { event in
            if event.isStep(4) { return [.pause] }
            if event.isPause { return [.advance(2)] }
            if event.isStep(6) { return [.advance(1)] }
            return event.isStep(7) ? [.resume] : []
        }
        #expect(disturbed.losses.map(\.bitPattern) == undisturbed.losses.map(\.bitPattern))
        #expect(disturbed.evaluations == undisturbed.evaluations)
    }

    @Test func `evaluating more often, or nothing at all, does not move the losses by a bit`() {
        func losses(every steps: Int) -> [Double] {
            let task = SequenceTask.temporalOrder(TemporalOrder(length: 10))
            var generator = RandomGenerator(seed: 1)
            let layer = RNN<Float>(in: 6, hidden: 5, using: &generator)
            let model = NamedLayers<Float>([
                ("rnn", layer), ("", LastStep()), ("output", Linear(in: 5, out: 4, using: &generator)),
            ])
            let trainer = Trainer<Float>(
                plan: RunPlan(name: "order", steps: 12, evaluateEvery: steps),
                model: model,
                loss: .crossEntropy,
                optimizer: try! SGD(model.parameters, learningRate: 0.1),
                batches: FreshSequences<Float>(task, batch: 4, seed: 1),
                evaluation: FreshEvaluation<Float>(task, count: 10, seed: 1)
            )
            var events: [Event] = []
            trainer.run { events.append($0) }
            #expect(events.records.allSatisfy { $0.epoch == nil })
            return events.losses
        }
        #expect(losses(every: 1).map(\.bitPattern) == losses(every: 12).map(\.bitPattern))
    }

    @Test(arguments: [false, true])
    func `a stop ends the run before its next step, held or not`(held: Bool) {
        let events = TinyRun().events { event in
            if event.isStep(5) { return held ? [.pause] : [.stop, .resume] }
            return event.isPause ? [.stop] : []
        }
        #expect(events.records.map(\.step) == Array(1...5))
        #expect(events.answers.last == Applied(id: held ? 2 : 1, step: 6, request: .stop, by: "test"))
        #expect(events.end == End(outcome: .stopped, step: 5))
        #expect(events.evaluations.isEmpty)
        #expect(events.refusals.map(\.reason) == (held ? [] : ["the run is stopping"]))
    }

    @Test func `a run that is stopped before its first step ends at step 0`() {
        let events = TinyRun().events { if case .run = $0 { [.stop] } else { [] } }
        #expect(events.end == End(outcome: .stopped, step: 0) && events.records.isEmpty)
    }
}
