import Telemetry
import Testing

@testable import Training

/// An evaluation leaves every module in the mode it was in.
@Suite struct ModeTests {
    private func trainer(
        _ dropout: Dropout<Float>,
        _ norm: BatchNorm<Float>,
        _ other: Dropout<Float>
    ) throws -> Trainer<Float> {
        var generator = RandomGenerator(seed: 1)
        let within = Sequential<Float>(norm, Tanh(), dropout)
        let model = NamedLayers<Float>([
            ("hidden", Linear(in: 4, out: 8, using: &generator)), ("", within), ("", other),
            ("output", Linear(in: 8, out: 3, using: &generator)),
        ])
        let (train, test) = TinyRun.examples.split(test: 12)
        return Trainer(
            plan: RunPlan(name: "modes", steps: 4, evaluateEvery: 2),
            model: model,
            loss: .crossEntropy,
            optimizer: try SGD(model.parameters, learningRate: 0.1),
            batches: DataLoader<Float>(train, batch: 10, seed: 1),
            evaluation: HeldOut<Float>(test)
        )
    }

    @Test(arguments: [[true, true, true], [false, true, true], [true, false, false], [false, false, false]])
    func `a module in use stays in use`(modes: [Bool]) throws {
        let dropouts = [3, 4].map { Dropout<Float>(probability: 0.5, using: RandomGenerator(seed: $0)) }
        let norm = BatchNorm<Float>(channels: 8)
        dropouts[0].train(modes[0])
        norm.train(modes[1])
        dropouts[1].train(modes[2])
        let events = try trainer(dropouts[0], norm, dropouts[1]).events()
        #expect(events.evaluations.count == 2)
        #expect([dropouts[0].isTraining, norm.isTraining, dropouts[1].isTraining] == modes)
        // One in use does not follow the batches either.
        #expect(norm.batchesTracked == (modes[1] ? 4 : 0))
    }

    /// A module of a caller's own, with a mode that it does not report.
    private final class Silent: Module {
        typealias Element = Float
        private(set) var mode = true
        let inner = Dropout<Float>(probability: 0.5, using: RandomGenerator(seed: 1))

        var children: [(name: String, module: any Module<Float>)] { [("inner", inner)] }

        func train(_ isTraining: Bool) {
            mode = isTraining
            inner.train(isTraining)
        }

        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { inner(input) }
    }

    @Test func `a module that tells no mode is trained again`() {
        let silent = Silent()
        silent.inner.train(false)
        let modes = Modes<Float>(of: Sequential<Float>(silent))
        silent.train(false)
        modes.restore()
        #expect(silent.mode && !silent.inner.isTraining)
    }
}
