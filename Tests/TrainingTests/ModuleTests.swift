import Testing

@testable import Training

@Suite struct ModuleTests {
    @Test func `names are torch's`() {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Float>(
            RNN(in: 3, hidden: 4, using: &generator),
            LastStep(),
            Linear(in: 4, out: 2, using: &generator),
            Tanh(),
            Linear(in: 2, out: 2, bias: false, using: &generator)
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
        #expect(RNN<Float>(in: 3, hidden: 4, bias: false, using: &generator).parameters.count == 2)
        #expect(Sequential<Float>([]).parameters.isEmpty)
    }

    @Test func `weights can be set by name`() {
        var generator = RandomGenerator(seed: 1)
        let model = Sequential<Double>(Linear(in: 2, out: 1, using: &generator))
        model.load(["0.weight": [2, 3], "0.bias": [-1]])
        #expect(model(Tensor([1, 1, 2, 0], shape: [2, 2])).values == [4, 3])
    }

    @Test func `linear works on the last axis`() {
        let layer = Linear<Double>(weight: Tensor([1, 2], shape: [1, 2]), bias: nil)
        #expect(layer(Tensor([1, 1, 2, 2, 3, 3], shape: [3, 1, 2])).shape == [3, 1, 1])
        #expect(layer(Tensor([5, 6])).values == [17])
        #expect(layer(Tensor([], shape: [0, 2])).shape == [0, 1])
    }

    /// The sequence as one operation equals the recurrence written step by step.
    @Test(arguments: RNN<Double>.Activation.allCases)
    func `a sequence is its steps`(_ activation: RNN<Double>.Activation) {
        var generator = RandomGenerator(seed: 2)
        let layer = RNN<Double>(in: 3, hidden: 5, activation: activation, using: &generator)
        let weights = layer.layers[0]
        let input = Tensor<Double>((0..<24).map { _ in generator.normal() }, shape: [4, 2, 3])
        let start = Tensor<Double>((0..<10).map { _ in generator.normal() }, shape: [2, 5])
        var hidden = start
        var steps: [Tensor<Double>] = []
        for t in 0..<4 {
            let sum =
                input.select(t).linear(weight: weights.input, bias: weights.inputBias)
                + hidden.linear(weight: weights.recurrent, bias: weights.recurrentBias)
            hidden = activation == .tanh ? sum.tanh() : sum.relu()
            steps.append(hidden)
        }
        let (outputs, last) = layer(input, hidden: start.reshape([1, 2, 5]))
        #expect(zip(outputs.values, Tensor.stack(steps).values).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(last.shape == [1, 2, 5] && last.values == outputs.select(-1).values)

        (outputs * outputs).sum().backward()
        let fused = layer.parameters.map { $0.tensor.grad!.values }
        for parameter in layer.parameters { parameter.tensor.grad = nil }
        let stacked = Tensor.stack(steps)
        (stacked * stacked).sum().backward()
        for (parameter, fused) in zip(layer.parameters, fused) {
            #expect(zip(parameter.tensor.grad!.values, fused).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test func `embedding looks up rows`() {
        var generator = RandomGenerator(seed: 3)
        let table = Embedding<Double>(rows: 4, columns: 2, using: &generator)
        table.weight.assign([0, 1, 10, 11, 20, 21, 30, 31])
        let looked = table([3, 0, 3])
        #expect(looked.values == [30, 31, 0, 1, 30, 31])
        looked.sum().backward()
        #expect(table.weight.grad?.values == [1, 1, 0, 0, 0, 0, 2, 2])
        #expect(table.parameters.map(\.name) == ["weight"])
    }

    @Test func `padding is zero and learns nothing`() {
        var generator = RandomGenerator(seed: 3)
        let table = Embedding<Double>(rows: 4, columns: 2, padding: -1, using: &generator)
        #expect(table.padding == 3)
        #expect(table.weight.values.suffix(2) == [0, 0] && !table.weight.values.prefix(6).contains(0))
        for _ in 0..<2 { table([3, 0, 3, 1]).sum().backward() }
        #expect(table.weight.grad?.values == [2, 2, 2, 2, 0, 0, 0, 0])
    }

    /// In PyTorch 2.13 the same numbers give zeros: their squares leave Float's range.
    @Test func `layer norm of numbers whose squares leave floats range`() {
        let norm = LayerNorm<Float>(width: 3, bias: false)
        let y = norm(Tensor<Float>([-1e20, 0, 1e20], shape: [1, 3]))
        // The variance is two thirds of 1e40.
        #expect(zip(y.values, [-1.2247449, 0, 1.2247449]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `names of layers are torch's`() {
        var generator = RandomGenerator(seed: 3)
        let names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        let both = names + names.map { $0.replacing("l0", with: "l1") }
        let lstm = LSTM<Float>(in: 3, hidden: 5, layers: 2, using: &generator)
        #expect(lstm.parameters.map(\.name) == both)
        #expect(
            lstm.parameters.map(\.tensor.shape) == [[20, 3], [20, 5], [20], [20], [20, 5], [20, 5], [20], [20]]
        )
        #expect(GRU<Float>(in: 3, hidden: 5, layers: 2, using: &generator).parameters.map(\.name) == both)
        #expect(
            GRU<Float>(in: 3, hidden: 5, bias: false, using: &generator).parameters.map(\.tensor.shape) == [
                [15, 3], [15, 5],
            ]
        )
        #expect(RNN<Float>(in: 3, hidden: 5, layers: 2, using: &generator).parameters.map(\.name) == both)
        let norm = LayerNorm<Float>(width: 3)
        #expect(norm.parameters.map(\.name) == ["weight", "bias"])
        #expect(norm.weight.values == [1, 1, 1] && norm.bias?.values == [0, 0, 0])
        #expect(LayerNorm<Float>(width: 3, bias: false).parameters.count == 1)
    }

    /// A sequence cut in two, the state handed on, is the whole.
    @Test func `states can be handed on`() {
        var generator = RandomGenerator(seed: 4)
        let input = Tensor<Double>((0..<60).map { _ in generator.normal() }, shape: [10, 2, 3])
        let (head, tail) = (input.slice(0..<4), input.slice(4..<10))
        func near(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Bool {
            a.shape == b.shape && zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-14 }
        }
        let lstm = LSTM<Double>(in: 3, hidden: 4, layers: 2, using: &generator)
        let first = lstm(head, state: nil)
        #expect(near(lstm(tail, state: first.state).outputs, lstm(input).slice(4..<10)))
        let gru = GRU<Double>(in: 3, hidden: 4, layers: 2, using: &generator)
        #expect(near(gru(tail, hidden: gru(head, hidden: nil).hidden).outputs, gru(input).slice(4..<10)))
        let rnn = RNN<Double>(in: 3, hidden: 4, layers: 2, using: &generator)
        #expect(near(rnn(tail, hidden: rnn(head, hidden: nil).hidden).outputs, rnn(input).slice(4..<10)))
    }

    @Test func `dropout drops in training only`() {
        let dropout = Dropout<Double>(probability: 0.3, using: RandomGenerator(seed: 5))
        let model = Sequential<Double>(dropout)
        let ones = Tensor<Double>.ones([10_000], requiresGrad: true)
        let once = model(ones)
        let dropped = once.values.count { $0 == 0 }
        // Six standard deviations of a binomial count.
        #expect(abs(dropped - 3000) < 275)
        #expect(once.values.allSatisfy { $0 == 0 || $0 == 1 / 0.7 })
        once.sum().backward()
        #expect(ones.grad?.values == once.values)
        #expect(model(ones).values != once.values)
        #expect(Dropout<Double>(probability: 0.3, using: RandomGenerator(seed: 5))(ones).values == once.values)
        model.train(false)
        #expect(!dropout.isTraining && model(ones).values == ones.values)
        model.train(true)
        #expect(dropout.isTraining && model(ones).values != ones.values)
        #expect(Dropout<Double>(probability: 1, using: RandomGenerator(seed: 5))(ones).values.allSatisfy { $0 == 0 })
        #expect(Dropout<Double>(probability: 0, using: RandomGenerator(seed: 5))(ones).values == ones.values)
    }

    @Test func `slopes at the corners`() {
        typealias T = Tensor<Double>
        func slope(_ x: Double, _ function: (T) -> T) -> Double {
            let leaf = T([x], requiresGrad: true)
            function(leaf).sum().backward()
            return leaf.grad!.item()
        }
        #expect(slope(0) { $0.relu() } == 0)
        #expect(slope(0) { $0.leakyReLU() } == 0.01)
        #expect(slope(0) { $0.elu() } == 1)
        #expect(abs(slope(0) { $0.selu() } - 1.7580993408473766) < 1e-15)
        #expect(slope(0) { $0.softplus() } == 0.5)
        #expect(slope(0) { $0.silu() } == 0.5)
        #expect(slope(0) { $0.gelu() } == 0.5)
        #expect(slope(0) { $0.hardtanh() } == 1)
        #expect(slope(1) { $0.hardtanh() } == 0 && slope(-1) { $0.hardtanh() } == 0)
        let nan = T([.nan])
        for value in [nan.gelu(), nan.silu(), nan.elu(), nan.leakyReLU(), nan.selu(), nan.softplus(), nan.hardtanh()] {
            #expect(value.item().isNaN)
        }
    }

    @Test func `shared tensors count once`() throws {
        var generator = RandomGenerator(seed: 6)
        let first = Linear<Double>(in: 3, out: 3, bias: false, using: &generator)
        let model = Sequential<Double>(first, Tanh(), Linear(weight: first.weight, bias: nil))
        #expect(model.parameters.map(\.name) == ["0.weight"])
        #expect(model.parameterCount == 9)
        let input = Tensor<Double>((0..<6).map { _ in generator.normal() }, shape: [2, 3])
        model(input).sum().backward()
        let norm = try totalNorm(of: model.parameters)
        #expect(abs(norm - first.weight.grad!.pow(2).sum().item().squareRoot()) < 1e-14)
        let clipped = try clipGradNorm(model.parameters, maxNorm: norm / 2)
        #expect(abs(try totalNorm(of: model.parameters) - clipped / 2) < 1e-6)
        let before = first.weight.values
        let gradient = first.weight.grad!.values
        try SGD(model.parameters, learningRate: 0.1).step()
        for (place, value) in first.weight.values.enumerated() {
            #expect(abs(value - (before[place] - 0.1 * gradient[place])) < 1e-15)
        }
    }

    @Test func `attention is named and starts as torch's`() {
        var generator = RandomGenerator(seed: 7)
        let layer = CausalSelfAttention<Double>(width: 8, heads: 2, using: &generator)
        #expect(layer.parameters.map(\.name) == ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"])
        #expect(layer.parameters.map(\.tensor.shape) == [[24, 8], [24], [8, 8], [8]])
        #expect(layer.inputBias!.values.allSatisfy { $0 == 0 } && layer.output.bias!.values.allSatisfy { $0 == 0 })
        #expect(layer.inputWeight.values.allSatisfy { abs($0) <= (6.0 / 32).squareRoot() })
        #expect(CausalSelfAttention<Double>(width: 8, heads: 2, bias: false, using: &generator).parameters.count == 2)
        #expect(Tensor<Double>([], shape: [0, 3, 6]).causalAttention(heads: 2).shape == [0, 3, 2])
    }

    /// Shares that dropout leaves out are left out of the mean, and the others made up for it.
    @Test func `attention drops shares in training only`() {
        var generator = RandomGenerator(seed: 7)
        let joined = Tensor<Double>.zeros([1, 3, 6])
        Init.normal(joined, using: &generator)
        let (q, k, v) = (joined.slice(axis: 2, 0..<2), joined.slice(axis: 2, 2..<4), joined.slice(axis: 2, 4..<6))
        let mask = Tensor<Double>([2, 7, 7, 0, 2, 7, 2, 2, 0], shape: [1, 1, 3, 3])
        let later = Tensor<Double>([0, 1, 1, 0, 0, 1, 0, 0, 0].map { $0 * -1e9 }, shape: [1, 3, 3])
        let keys = k.reshape([3, 2]).transpose().reshape([1, 2, 3])
        let shares = (q.matmul(keys) * (1 / 2.0.squareRoot()) + later).softmax()
        let expected = (shares * mask.reshape([1, 3, 3])).matmul(v)
        #expect(agree(joined.causalAttention(heads: 1, mask: mask).values, expected.values, within: 1e-14))

        let output = Linear<Double>(in: 2, out: 2, using: &generator)
        let dropout = Dropout<Double>(probability: 0.5, using: generator)
        let weight = Tensor<Double>.zeros([6, 2])
        Init.normal(weight, using: &generator)
        let layer = CausalSelfAttention(heads: 1, inputWeight: weight, inputBias: nil, output: output, dropout: dropout)
        let plain = CausalSelfAttention(heads: 1, inputWeight: weight, inputBias: nil, output: output)
        let input = Tensor<Double>((0..<40).map { Double($0 % 7) }, shape: [2, 10, 2])
        #expect(layer(input).values != layer(input).values)
        layer.train(false)
        #expect(layer(input).values == plain(input).values && layer.buffers.map(\.name) == ["dropout.generator"])
    }

    /// What comes later in a sequence changes nothing before it.
    @Test func `attention is causal`() {
        var generator = RandomGenerator(seed: 8)
        let layer = CausalSelfAttention<Double>(width: 8, heads: 4, using: &generator)
        let long = Tensor<Double>((0..<2 * 7 * 8).map { _ in generator.normal() }, shape: [2, 7, 8])
        let short = long.slice(axis: 1, 0..<4)
        let difference = layer(long).slice(axis: 1, 0..<4) - layer(short)
        #expect(difference.values.allSatisfy { abs($0) < 1e-14 })
    }
}
