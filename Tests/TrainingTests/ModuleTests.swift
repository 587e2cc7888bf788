import Testing

@testable import Training

@Suite struct ModuleTests {
    @Test func namesAreTorchs() {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Float>(
            RNN(3, 4, using: &generator),
            LastStep(),
            Linear(4, 2, using: &generator),
            Tanh(),
            Linear(2, 2, bias: false, using: &generator)
        )
        #expect(
            model.parameters.map(\.name) == [
                "0.weight_ih_l0", "0.weight_hh_l0", "0.bias_ih_l0", "0.bias_hh_l0", "2.weight", "2.bias", "4.weight",
            ]
        )
        #expect(
            model.parameters.map(\.tensor.shape) == [[4, 3], [4, 4], [4], [4], [2, 4], [2], [2, 2]]
        )
        #expect(model.parameterCount == 12 + 16 + 4 + 4 + 8 + 2 + 4)
        #expect(model.parameters.map(\.tensor.requiresGrad).allSatisfy { $0 })
        #expect(RNN<Float>(3, 4, bias: false, using: &generator).parameters.count == 2)
        #expect(Sequential<Float>([]).parameters.isEmpty)
    }

    @Test func weightsCanBeSetByName() {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Double>(Linear(2, 1, using: &generator))
        model.load(["0.weight": [2, 3], "0.bias": [-1]])
        #expect(model(Tensor([1, 1, 2, 0], shape: [2, 2])).values == [4, 3])
    }

    @Test func linearWorksOnTheLastAxis() {
        let layer = Linear<Double>(weight: Tensor([1, 2], shape: [1, 2]), bias: nil)
        #expect(layer(Tensor([1, 1, 2, 2, 3, 3], shape: [3, 1, 2])).shape == [3, 1, 1])
        #expect(layer(Tensor([5, 6])).values == [17])
        #expect(layer(Tensor([], shape: [0, 2])).shape == [0, 1])
    }

    /// The sequence as one operation equals the recurrence written step by step.
    @Test(arguments: RNN<Double>.Activation.allCases)
    func aSequenceIsItsSteps(_ activation: RNN<Double>.Activation) {
        var generator = RandomGenerator(seed: 2)
        let layer = RNN<Double>(3, 5, activation: activation, using: &generator)
        let input = Tensor<Double>((0..<24).map { _ in generator.normal() }, shape: [4, 2, 3])
        let start = Tensor<Double>((0..<10).map { _ in generator.normal() }, shape: [2, 5])
        var hidden = start
        var steps: [Tensor<Double>] = []
        for t in 0..<4 {
            let sum =
                linear(input.select(t), layer.inputWeight, layer.inputBias)
                + linear(hidden, layer.recurrentWeight, layer.recurrentBias)
            hidden = activation == .tanh ? sum.tanh() : sum.relu()
            steps.append(hidden)
        }
        let (outputs, last) = layer(input, hidden: start)
        #expect(zip(outputs.values, Tensor.stack(steps).values).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(last.values == outputs.select(-1).values)

        (outputs * outputs).sum().backward()
        let fused = layer.parameters.map { $0.tensor.grad!.values }
        for parameter in layer.parameters { parameter.tensor.grad = nil }
        let stacked = Tensor.stack(steps)
        (stacked * stacked).sum().backward()
        for (parameter, fused) in zip(layer.parameters, fused) {
            #expect(zip(parameter.tensor.grad!.values, fused).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test func embeddingLooksUpRows() {
        var generator = RandomGenerator(seed: 3)
        let table = Embedding<Double>(4, 2, using: &generator)
        table.weight.assign([0, 1, 10, 11, 20, 21, 30, 31])
        let looked = table([3, 0, 3])
        #expect(looked.values == [30, 31, 0, 1, 30, 31])
        looked.sum().backward()
        #expect(table.weight.grad?.values == [1, 1, 0, 0, 0, 0, 2, 2])
        #expect(table.parameters.map(\.name) == ["weight"])
    }
}
