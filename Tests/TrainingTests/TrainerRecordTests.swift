import Glibc
import Telemetry
import Testing

@testable import Training

@Suite struct TrainerRecordTests {
    @Test func `the run comes first, every step once and in order, the end last`() throws {
        let events = TinyRun().events()
        guard case .run(let run)? = events.first else {
            Issue.record("the first event is no run")
            return
        }
        #expect(run.name == "tiny" && run.steps == 20 && run.parameters == 4 * 8 + 8 + 8 * 3 + 3)
        #expect(run.settings.map(\.name) == ["max_norm", "lr", "clip", "pace", "non_finite"])
        #expect(run.settings.allSatisfy { $0.help?.isEmpty == false })
        #expect(run.abilities == [.pause, .advance, .set, .stop] && run.isScaleInvariant == false)
        #expect(events.records.map(\.step) == Array(1...20))
        #expect(events.end == End(outcome: .finished, step: 20))
        #expect(events.records.map(\.time) == events.records.map(\.time).sorted())
        #expect(events.records.map(\.epoch) == (0..<20).map { $0 / 5 })
        #expect(events.records.map(\.batch) == (0..<20).map { $0 % 5 })
        #expect(
            events.records.allSatisfy { $0.samplesPerSecond! > 0 && $0.stepSeconds! > 0 && $0.tokensPerSecond == nil }
        )
        #expect(events.losses.last! < events.losses.first! / 2)
    }

    @Test func `evaluations come at their interval and at the last step`() {
        let evaluations = TinyRun().events().evaluations
        #expect(evaluations.map(\.step) == [7, 14, 20])
        #expect(evaluations.allSatisfy { $0.split == "test" && $0.loss != nil && (0...1).contains($0.accuracy ?? -1) })
        var run = TinyRun()
        run.plan.evaluateEvery = 10
        #expect(run.events().evaluations.map(\.step) == [10, 20])
    }

    @Test func `layers ride on the first, every k-th and the last record, and make up the total norm`() {
        var run = TinyRun()
        run.plan.steps = 18
        let records = run.events().records
        #expect(records.filter { !$0.layers.isEmpty }.map(\.step) == [1, 5, 10, 15, 18])
        #expect(records.filter { $0.updateRatio != nil }.map(\.step) == [1, 5, 10, 15, 18])
        #expect(records.allSatisfy { $0.deadUnits == nil && $0.deadLayers.isEmpty }, "there are no ReLUs")
        for record in records where !record.layers.isEmpty {
            #expect(record.layers.map(\.name) == ["hidden1", "output"])
            let total = record.layers.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
            #expect(abs(total / record.gradNorm! - 1) < 1e-6)
        }
    }

    @Test(
        arguments: [
            ("hidden1.weight", "hidden1"), ("hidden1.bias", "hidden1"), ("rnn.weight_ih_l0", "rnn.ih"),
            ("rnn.bias_hh_l0", "rnn.hh"), ("rnn.weight_hh_l1", "rnn.hh_l1"), ("weight", "weight"),
            ("a.scale", "a.scale"),
            ("a.weights", "a.weights"), ("", ""),
        ]
    )
    func `a layer's name is its parameters' without weight and bias`(parameter: String, layer: String) {
        #expect(LayerNorms.layer(ofParameter: parameter) == layer)
    }

    @Test(arguments: [1, 2, 3, .infinity])
    func `norms of layers are joined under the norm's own p, without overflow`(p: Double) {
        let names = LayerNorms(parameters: ["a.weight", "a.bias", "b.weight"])
        let expected = p == .infinity ? 4 : pow(pow(3, p) + pow(4, p), 1 / p)
        let joined = names.join([3, 4, .nan], isTrained: [true, true, true], normType: p)
        #expect(abs(joined[0].value - expected) < 1e-12 && joined[1].value.isNaN)
        func first(_ norms: [Double]) -> Double {
            names.join(norms, isTrained: [true, true, true], normType: p)[0].value
        }
        #expect(first([3e300, 4e300, 0]).isFinite && first([.infinity, 1, 0]) == .infinity)
        // What is frozen has no part in a layer, and a layer of nothing else is none.
        let trained = names.join([3, 0, 0], isTrained: [true, false, false], normType: p)
        #expect(trained == [NamedNumber("a", 3)])
    }

    @Test func `norm clipping brings the norm down; value clipping is measured; none leaves the gradients alone`() {
        func records(_ clip: Clip, _ maxNorm: Double) -> [StepRecord] {
            var run = TinyRun()
            run.plan.clip = clip
            run.plan.maxNorm = maxNorm
            return run.events().records
        }
        let none = records(.none, 0.1)
        #expect(none.allSatisfy { $0.clippedNorm == $0.gradNorm && $0.maxNorm == 0.1 && $0.clip == "none" })
        let norm = records(.norm, 0.1)
        #expect(norm.allSatisfy { $0.clippedNorm! <= 0.1 && $0.gradNorm! > $0.clippedNorm! && $0.clip == "norm" })
        #expect(norm.allSatisfy { abs($0.clipCoefficient! / (0.1 / ($0.gradNorm! + 1e-6)) - 1) < 1e-6 })
        #expect(none.allSatisfy { $0.clipCoefficient == nil })
        let value = records(.value, 0.01)
        // 67 numbers of at most 0.01 each.
        #expect(value.allSatisfy { $0.clippedNorm! <= 0.01 * 67.0.squareRoot() && $0.clippedNorm! < $0.gradNorm! })
        #expect(value.contains { $0.clippedNorm! > 0.01 })
        // A threshold out of reach changes no bit.
        #expect(records(.norm, 1e6).map(\.loss) == none.map(\.loss))
        #expect(norm.map(\.loss) != none.map(\.loss))
        // Under a threshold of 0 nothing is learned: the same losses in every epoch's union.
        #expect(records(.norm, 0).allSatisfy { $0.clippedNorm == 0 })
    }

    @Test func `the schedule's rate is in the record, and a live change of it persists`() {
        var run = TinyRun()
        run.schedule = StepLR(stepSize: 5, gamma: 0.5)
        let rates = [0.1, 0.05, 0.025, 0.0125].flatMap { [Double](repeating: $0, count: 5) }
        #expect(run.events().records.map(\.lr) == rates)

        let edited = run.events { $0.isStep(7) ? [.set(name: "lr", value: .number(0.8))] : [] }
        #expect(edited.answers.map(\.previous) == [.number(0.05)] && edited.answers.map(\.step) == [8])
        #expect(edited.records[5...11].map(\.lr) == [0.05, 0.05, 0.8, 0.8, 0.8, 0.4, 0.4])
    }

    @Test func `of several largest outputs the first is the answer; a row with NaN has none`() {
        var run = TinyRun()
        run.plan.steps = 1
        let trainer: Trainer<Float> = run.trainer()
        trainer.model.load(["output.weight": [Float](repeating: 0, count: 24), "output.bias": [1, 1, 0]])
        #expect(trainer.evaluate()?.accuracy == 4.0 / 12)
        trainer.model.load(["output.bias": [.nan, 1, 0]])
        #expect(trainer.evaluate()?.accuracy == 0)
    }

    @Test func `a trainer in Double follows one in Float closely`() {
        func losses<Element: Scalar>(_ type: Element.Type) -> [Double] {
            var events: [Event] = []
            TinyRun().trainer(type).run { events.append($0) }
            return events.losses
        }
        for (single, double) in zip(losses(Float.self), losses(Double.self)) {
            // The first weights are rounded to Float, so the two differ by that.
            #expect(abs(single / double - 1) < 1e-4)
        }
    }
}
