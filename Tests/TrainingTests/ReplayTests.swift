import Telemetry
import Testing

@testable import Training

@Suite struct ReplayTests {
    private typealias Loss = (_ inputs: Tensor<Float>, _ classes: [Int]) -> Tensor<Float>

    private struct Batch {
        let inputs: Tensor<Float>
        let classes: [Int]
    }

    private func batches(_ shapes: [[Int]], classes: Int) -> [Batch] {
        var generator = RandomGenerator(seed: 21)
        return shapes.map { shape in
            let inputs = Tensor<Float>.zeros(shape)
            Init.normal(inputs, using: &generator)
            return Batch(inputs: inputs, classes: (0..<shape[0]).map { _ in generator.integer(below: classes) })
        }
    }

    /// Every loss, gradient and weight of some steps, the gradients of two batches added up in each.
    private func train(
        _ shapes: [[Int]],
        _ network: () -> any Module<Float>,
        replays: Bool?,
        loss: @escaping (_ model: any Module<Float>) -> Loss = { model in { Losses.crossEntropy(model($0), $1) } }
    ) throws -> [[Float]] {
        let model = network()
        let optimizer = try SGD(model.parameters, learningRate: 0.1, momentum: 0.9)
        let compute = loss(model)
        let replay = Replay(compute)
        var results: [[Float]] = []
        let all = batches(shapes, classes: 3)
        for (number, batch) in all.enumerated() {
            let other = all[(number + 1) % all.count]
            optimizer.zeroGrad()
            for batch in [batch, other] {
                let loss =
                    replays == nil ? compute(batch.inputs, batch.classes) : replay(batch.inputs, batch.classes)
                loss.backward()
                results.append([loss.item()])
            }
            results += model.parameters.map { $0.tensor.grad?.values ?? [] }
            optimizer.step()
        }
        if let replays { #expect(replay.isReplaying == replays) }
        return results + model.parameters.map(\.tensor.values)
    }

    private func expectTheSameBits(
        _ shapes: [[Int]],
        _ network: () -> any Module<Float>,
        replays: Bool = true,
        loss: @escaping (_ model: any Module<Float>) -> Loss = { model in { Losses.crossEntropy(model($0), $1) } }
    ) throws {
        let eager = try train(shapes, network, replays: nil, loss: loss)
        #expect(try train(shapes, network, replays: replays, loss: loss) == eager)
        #expect(eager.joined().allSatisfy { $0.isFinite })
    }

    private func perceptron(_ activation: any Module<Float>) -> any Module<Float> {
        var generator = RandomGenerator(seed: 4)
        return Sequential<Float>(
            Linear(in: 6, out: 9, using: &generator),
            activation,
            Linear(in: 9, out: 3, bias: false, using: &generator)
        )
    }

    @Test func `every activation has the same bits`() throws {
        let activations: [any Module<Float>] = [
            ReLU(), Tanh(), Sigmoid(), GELU(), SiLU(), SELU(), Softplus(), Hardtanh(), ELU(), LeakyReLU(),
        ]
        for activation in activations {
            try expectTheSameBits(Array(repeating: [5, 6], count: 4)) { perceptron(activation) }
        }
    }

    @Test func `images have the same bits`() throws {
        try expectTheSameBits(Array(repeating: [3, 2, 9, 8], count: 4)) {
            var generator = RandomGenerator(seed: 4)
            // What comes before the first weights is computed again too.
            return Sequential<Float>(
                AvgPool2d(kernel: 2, stride: 1),
                Conv2d(in: 2, out: 4, kernel: 3, padding: 1, using: &generator),
                ReLU(),
                MaxPool2d(kernel: 2),
                Conv2d(in: 4, out: 3, kernel: 2, stride: 2, using: &generator),
                Flatten(),
                Linear(in: 6, out: 3, using: &generator)
            )
        }
    }

    @Test func `batches of other shapes are computed by the closure`() throws {
        try expectTheSameBits([[5, 6], [5, 6], [2, 6], [5, 6], [7, 6], [5, 6]]) { perceptron(ReLU()) }
    }

    @Test func `parts used twice have the same bits`() throws {
        var generator = RandomGenerator(seed: 4)
        let weights: [Float] = (0..<36).map { _ in Float(generator.normal() / 3) }
        struct Twice: Module {
            let layer: Linear<Float>
            var children: [(name: String, module: any Module<Float>)] { [("layer", layer)] }
            func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { layer(layer(input).tanh()).relu() }
        }
        try expectTheSameBits(Array(repeating: [5, 6], count: 4)) {
            Twice(
                layer: Linear(
                    weight: Tensor(weights, shape: [6, 6], requiresGrad: true),
                    bias: .zeros([6], requiresGrad: true)
                )
            )
        }
    }

    @Test func `ignored rows are counted anew`() {
        let weight = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [3, 2], requiresGrad: true)
        let replay = Replay<Float> { Losses.crossEntropy($0.linear(weight: weight), $1) }
        for classes in [[0, 1], [0, -100], [-100, -100], [2, 1]] {
            let inputs = Tensor<Float>([0.5, -1, 2, 1], shape: [2, 2])
            weight.grad = nil
            let loss = replay(inputs, classes)
            loss.backward()
            let (value, gradient) = (loss.item(), weight.grad!.values)
            weight.grad = nil
            let plain = Losses.crossEntropy(inputs.linear(weight: weight), classes)
            plain.backward()
            #expect(agree(plain.item(), value, within: 0))
            #expect(weight.grad!.values == gradient)
        }
        #expect(replay.isReplaying)
    }

    /// What cannot be repeated from its operations alone is not recorded, and so stays right.
    @Test func `what cannot be repeated is computed by the closure`() throws {
        let shapes = Array(repeating: [5, 6], count: 3)
        let network = { self.perceptron(ReLU()) }
        try expectTheSameBits(shapes, network, replays: false) { model in
            { inputs, classes in Losses.crossEntropy(model(inputs) * Tensor([2]), classes) }
        }
        try expectTheSameBits(shapes, network, replays: false) { model in
            { inputs, classes in
                let outputs = model(inputs)
                return Losses.crossEntropy(outputs.values[0] > 0 ? outputs.tanh() : outputs, classes)
            }
        }
        try expectTheSameBits(shapes, network, replays: false) { model in
            { inputs, classes in Losses.crossEntropy(model(inputs.copy()), classes) }
        }
        try expectTheSameBits(shapes, network, replays: false) { model in
            { inputs, classes in Losses.crossEntropy(model(inputs), classes.map { ($0 + 1) % 3 }) }
        }
        try expectTheSameBits(shapes, network, replays: false) { model in
            { inputs, classes in Losses.crossEntropy(model(inputs), [0, 1, 2, 0, 1]) }
        }
        let outside = Tensor<Float>([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], shape: [3, 3], requiresGrad: true)
        let before = outside.tanh()
        let replay = Replay<Float> { Losses.crossEntropy($0.linear(weight: before), $1) }
        replay(Tensor([1, 2, 3], shape: [1, 3]), [0]).backward()
        #expect(!replay.isReplaying, "the part before would not be computed again")
        #expect(outside.grad != nil)
    }

    @Test func `a dropout draws anew`() {
        var generator = RandomGenerator(seed: 4)
        let model = Sequential<Float>(
            Linear(in: 6, out: 50, using: &generator),
            Dropout(probability: 0.5, using: RandomGenerator(seed: 3)),
            Linear(in: 50, out: 3, using: &generator)
        )
        let replay = Replay { Losses.crossEntropy(model($0), $1) }
        let batch = batches([[5, 6]], classes: 3)[0]
        let losses = (0..<5).map { _ in replay(batch.inputs, batch.classes).item() }
        #expect(!replay.isReplaying && Set(losses).count > 1)
    }

    @Test func `gradients are ones own again afterwards`() {
        let weight = Tensor<Float>([1, 2], shape: [2, 1], requiresGrad: true)
        func gradient(_ loss: Tensor<Float>) -> Tensor<Float> {
            weight.grad = nil
            loss.backward()
            return weight.grad!
        }
        let inputs = Tensor<Float>([3], shape: [1, 1])
        do {
            let replay = Replay<Float> { Losses.crossEntropy($0.linear(weight: weight), $1) }
            let (first, second) = (gradient(replay(inputs, [0])), gradient(replay(inputs, [1])))
            #expect(first === second, "the memory is used again")
        }
        let (first, second) = (
            gradient(inputs.linear(weight: weight).sum()), gradient(inputs.linear(weight: weight).sum())
        )
        #expect(first !== second && first.values == second.values)
    }

    /// The same model, of which a trainer does not know that it turns one tensor into another.
    private struct Opaque: Model {
        let model: any Model<Float>
        var parameters: [NamedParameter<Float>] { model.parameters }
        func callAsFunction(_ batch: Training.Batch<Float>) -> Tensor<Float> { model(batch) }
    }

    /// Batches that are short at the end of an epoch among them.
    @Test func `a trainers run has the same bits`() {
        let replaying = TinyRun().trainer(Float.self)
        let twin = TinyRun().trainer(Float.self)
        let eager = Trainer(
            plan: twin.plan,
            model: Opaque(model: twin.model),
            loss: .crossEntropy,
            optimizer: twin.optimizer,
            batches: twin.batches,
            evaluation: twin.evaluation
        )
        func records(_ trainer: Trainer<Float>) -> [StepRecord] {
            var events: [Event] = []
            trainer.run { events.append($0) }
            return events.records.map {
                var record = $0
                (record.time, record.stepSeconds, record.samplesPerSecond) = (0, nil, nil)
                return record
            }
        }
        #expect(records(replaying) == records(eager))
        #expect(replaying.replay?.isReplaying == true && eager.replay == nil)
    }
}
