import Telemetry
import Testing

@testable import Training

@Suite struct FreezingTests {
    private let inputs: [Double] = [1, 2, -1, 0.5, 0.25, -2]

    private func layers() -> NamedLayers<Double> {
        NamedLayers<Double>([
            (
                "hidden",
                Linear(
                    weight: Tensor([0.5, -0.25, 0.125, 0.75], shape: [2, 2], requiresGrad: true),
                    bias: Tensor([0.1, -0.2], requiresGrad: true)
                )
            ), ("", Tanh()),
            (
                "output",
                Linear(
                    weight: Tensor([1, -0.5, 0.25, 0.5, -0.75, 0.125], shape: [3, 2], requiresGrad: true),
                    bias: Tensor([0, 0.1, -0.1], requiresGrad: true)
                )
            ),
        ])
    }

    private struct OneBatch: BatchSource, Unsaved {
        let inputs: [Double]
        var batchesPerEpoch: Int? { 1 }

        mutating func next(into batch: inout Batch<Double>) {
            (batch.inputs, batch.shape, batch.classes) = (inputs, [3, 2], [0, 2, 1])
        }
    }

    /// From PyTorch 2.13: the hidden layer under `requires_grad_(False)`, SGD(lr=0.5, momentum=0.9, weight_decay=0.1) over all
    /// parameters, clip_grad_norm_(0.3).
    @Test(arguments: [false, true])
    func `a run with a frozen layer is PyTorch's`(throughReplay: Bool) throws {
        let model = layers()
        model.layers[0].module.setRequiresGrad(false)
        #expect(model.parameterCount == 9 && model.parameters.count == 4)
        let optimizer = try SGD(model.parameters, learningRate: 0.5, momentum: 0.9, weightDecay: 0.1)
        let trainer = Trainer(
            plan: RunPlan(name: "a", steps: 3, inspectEvery: 1, clip: .norm, maxNorm: 0.3),
            model: model,
            loss: throughReplay ? LossFunction(.crossEntropy) : LossFunction { Losses.crossEntropy($0, $1.classes) },
            optimizer: optimizer,
            batches: OneBatch(inputs: inputs)
        )
        let events = trainer.events()
        func agree(_ ours: [Double], _ theirs: [Double]) {
            #expect(ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-13 }, "\(ours)")
        }
        agree(events.losses, [1.3466339922805701, 1.2320711360308518, 1.0414872798189985])
        agree(events.records.map { $0.gradNorm! }, [0.6622353899758652, 0.6237140970092734, 0.5471148639747081])
        let values = model.parameters.map(\.tensor.values)
        #expect(values[0] == [0.5, -0.25, 0.125, 0.75] && values[1] == [0.1, -0.2])
        agree(
            values[2],
            [
                0.6387561900400057, 0.17716085299788417, 0.436138657100067, -0.13306528302727816, -0.7092073471400726,
                0.04732630502939401,
            ]
        )
        agree(values[3], [-0.03618482193622055, 0.052567948417113465, -0.01638312648089295])
        // The screen shows what learns, and the state is kept of nothing else.
        #expect(events.records.allSatisfy { $0.layers.map(\.name) == ["output"] && $0.updateRatio! > 0 })
        #expect(trainer.runDescription.parameters == 9)
        #expect(optimizer.state["0.momentum_buffer"] == nil && optimizer.state["2.momentum_buffer"] != nil)
        #expect(model.stateDict.count == 4)
    }

    @Test func `freezing forgets a gradient and leaves the parameter alone`() throws {
        let parameters = [1.0, 2].map { NamedParameter("\($0)", Tensor([$0], requiresGrad: true)) }
        let optimizers: [any Optimizer<Double>] = [
            try SGD(parameters, learningRate: 1, weightDecay: 0.5), try Adam(parameters, weightDecay: 0.5),
            try RMSprop(parameters, weightDecay: 0.5), try Adagrad(parameters, weightDecay: 0.5),
        ]
        for parameter in parameters { parameter.tensor.grad = Tensor([3]) }
        parameters[0].tensor.requiresGrad = false
        #expect(parameters[0].tensor.grad == nil)
        #expect(try clipGradNorm(parameters, maxNorm: 10) == 3)
        for optimizer in optimizers { optimizer.step() }
        #expect(parameters[0].tensor.item() == 1 && parameters[1].tensor.item() != 2)
    }

    /// A module that has weights, and what goes into it.
    private var modules: [(String, (inout RandomGenerator) -> (any Module<Double>, [Int]))] {
        [
            ("linear", { (Linear(in: 4, out: 3, using: &$0), [5, 4]) }),
            ("conv2d", { (Conv2d(in: 2, out: 3, kernel: 2, using: &$0), [2, 2, 4, 4]) }),
            ("rnn", { (RNN(in: 4, hidden: 3, layers: 2, using: &$0), [3, 2, 4]) }),
            ("lstm", { (LSTM(in: 4, hidden: 3, using: &$0), [3, 2, 4]) }),
            ("gru", { (GRU(in: 4, hidden: 3, using: &$0), [3, 2, 4]) }),
            ("layer norm", { _ in (LayerNorm(width: 4), [5, 4]) }),
            ("batch norm", { _ in (BatchNorm(channels: 4), [5, 4]) }),
            ("attention", { (CausalSelfAttention(width: 4, heads: 2, using: &$0), [2, 3, 4]) }),
        ]
    }

    @Test
    func `each weight of a module may be frozen alone: it gets no gradient, and those of the others are the same`() {
        for (name, make) in modules {
            var generator = RandomGenerator(seed: 7)
            let (module, shape) = make(&generator)
            let x = Tensor<Double>(shape: shape, requiresGrad: true) { values in
                for place in values.indices { values[place] = generator.normal() }
            }
            func gradients() -> [[Double]?] {
                for parameter in module.parameters { parameter.tensor.grad = nil }
                let y = module(x)
                (y * y).sum().backward()
                return module.parameters.map { $0.tensor.grad?.values }
            }
            let all = gradients()
            for (place, parameter) in module.parameters.enumerated() {
                parameter.tensor.requiresGrad = false
                var expected = all
                expected[place] = nil
                #expect(gradients() == expected, "\(name) without \(parameter.name)")
                parameter.tensor.requiresGrad = true
            }
            #expect(gradients() == all)
        }
    }

    @Test func `a replay notices what is frozen and thawed`() {
        let model = layers()
        let replay = Replay<Double> { Losses.crossEntropy(model($0), $1) }
        let x = Tensor<Double>(inputs, shape: [3, 2])
        func gradients(_ loss: Tensor<Double>) -> [[Double]?] {
            for parameter in model.parameters { parameter.tensor.grad = nil }
            loss.backward()
            return model.parameters.map { $0.tensor.grad?.values }
        }
        func compare() {
            let replayed = gradients(replay(x, [0, 2, 1]))
            #expect(replayed == gradients(Losses.crossEntropy(model(x), [0, 2, 1])))
        }
        model.layers[0].module.setRequiresGrad(false)
        for _ in 0..<2 { compare() }
        model.setRequiresGrad(true)
        for _ in 0..<2 { compare() }
        #expect(replay.isReplaying && model.parameters.allSatisfy { $0.tensor.grad != nil })
        model.layers[2].module.setRequiresGrad(false)
        for _ in 0..<2 { compare() }
    }

    @Test func `only a leaf can be frozen`() async {
        let stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            (Tensor<Float>([1], requiresGrad: true) * 2).requiresGrad = false
        }
        let text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("only a leaf can be frozen"))
    }
}
