import Telemetry
import Testing

@testable import Training

@Suite struct DeadUnitTests {
    private var generator = RandomGenerator(seed: 3)

    private func draw(_ shape: [Int]) -> Tensor<Double> {
        var generator = RandomGenerator(seed: 7)
        return Tensor((0..<shape.reduce(1, *)).map { _ in generator.normal() }, shape: shape)
    }

    private func look(_ model: any Module<Double>, _ inputs: Tensor<Double>...) -> DeadUnits<Double> {
        var dead = DeadUnits(parameters: model.parameters)
        for input in inputs {
            let loss = model(input).sum()
            dead.examine(loss)
            // What was looked at can still be walked back.
            loss.backward()
        }
        return dead
    }

    @Test
    mutating func `of each layer and of all, by the name of the weights before it`() {
        let model = NamedLayers<Double>([
            ("hidden1", Linear(in: 4, out: 8, using: &generator)), ("", ReLU()),
            ("hidden2", Linear(in: 8, out: 5, using: &generator)),
            ("", ReLU()), ("output", Linear(in: 5, out: 3, using: &generator)),
        ])
        var bias = [Double](repeating: 100, count: 8)
        for unit in [1, 4, 6] { bias[unit] = -100 }
        model.load(["hidden1.bias": bias, "hidden2.bias": [Double](repeating: -1e4, count: 5)])
        let dead = look(model, draw([6, 4]))
        #expect(dead.shares == [NamedNumber("hidden1", 3.0 / 8), NamedNumber("hidden2", 1)])
        #expect(dead.share == 8.0 / 13)
    }

    @Test func `a unit that one example wakes is alive; one that is NaN too`() {
        let model = NamedLayers<Double>([
            ("a", Linear(weight: Tensor([1, 1, 1], shape: [3, 1], requiresGrad: true), bias: nil)), ("", ReLU()),
        ])
        let bias = Tensor<Double>([0, -5, .nan], requiresGrad: true)
        let shifted = NamedLayers<Double>([
            ("a", Linear(weight: model.parameters[0].tensor, bias: bias)), ("", ReLU()),
        ])
        #expect(look(shifted, Tensor([1, 2, 3], shape: [3, 1])).share == 1.0 / 3)
        #expect(look(shifted, Tensor([1, 6, 3], shape: [3, 1])).share == 0)
        // The batches of one step are one batch.
        #expect(look(shifted, Tensor([1, 2], shape: [2, 1]), Tensor([6], shape: [1, 1])).share == 0)
        #expect(look(shifted, Tensor([6], shape: [1, 1]), Tensor([1, 2], shape: [2, 1])).share == 0)
    }

    @Test
    mutating func `of images, a unit is a channel`() {
        let model = Sequential<Double>(
            Conv2d(in: 2, out: 3, kernel: 3, using: &generator),
            ReLU(),
            MaxPool2d(kernel: 2),
            Flatten()
        )
        model.load(["0.bias": [-1e3, 1e3, -1e3]])
        let dead = look(model, draw([2, 2, 6, 6]))
        #expect(dead.shares == [NamedNumber("0", 2.0 / 3)])
    }

    @Test
    mutating func `of a recurrent layer, a unit is dead that is 0 at every time`() {
        let model = NamedLayers<Double>([
            ("rnn", RNN(in: 3, hidden: 4, activation: .relu, using: &generator)), ("", LastStep()),
        ])
        model.load(["rnn.bias_ih_l0": [-1e3, 1e3, 1e3, 1e3]])
        #expect(look(model, draw([5, 2, 3])).shares == [NamedNumber("rnn.ih", 0.25)])
        let tanh = NamedLayers<Double>([("rnn", RNN(in: 3, hidden: 4, using: &generator)), ("", LastStep())])
        #expect(look(tanh, draw([5, 2, 3])).share == nil)
    }

    @Test
    mutating func `a layer that is used twice has two entries`() {
        let layer = Linear<Double>(in: 4, out: 4, using: &generator)
        let model = NamedLayers<Double>([("a", layer), ("", ReLU()), ("a", layer), ("", ReLU())])
        #expect(look(model, draw([3, 4])).shares.map(\.name) == ["a", "a 2"])
    }
}
