import Testing

@testable import Training

/// Starts are tested by their distribution: PyTorch's random numbers are its own.
@Suite struct InitTests {
    private typealias T = Tensor<Float>

    private func moments(_ values: [Float]) -> (mean: Double, deviation: Double, largest: Double) {
        let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
        let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
        return (mean, variance.squareRoot(), Double(values.map { abs($0) }.max() ?? 0))
    }

    /// Kolmogorov and Smirnov's distance from the uniform distribution in ±bound.
    private func distanceFromUniform(_ values: [Float], _ bound: Double) -> Double {
        let sorted = values.sorted()
        return sorted.enumerated().reduce(0) { worst, item in
            let share = (Double(item.element) / bound + 1) / 2
            let (below, above) = (
                Double(item.offset) / Double(sorted.count), Double(item.offset + 1) / Double(sorted.count)
            )
            return max(worst, abs(share - below), abs(share - above))
        }
    }

    private func expectUniform(_ tensor: T, _ bound: Double) {
        let values = tensor.values
        #expect(moments(values).largest <= bound * (1 + 1e-6))
        // So far short of the bound once in 5,000 draws.
        #expect(moments(values).largest >= bound * (1 - 8.5 / Double(values.count)))
        #expect(distanceFromUniform(values, bound) < 1.95 / Double(values.count).squareRoot())
    }

    private func expectNormal(_ tensor: T, _ deviation: Double) {
        let (mean, measured, largest) = moments(tensor.values)
        let n = Double(tensor.count)
        #expect(abs(mean) < 4 * deviation / n.squareRoot())
        #expect(abs(measured / deviation - 1) < 4 / (2 * n).squareRoot())
        #expect(largest > 2.5 * deviation)
    }

    @Test func `bounds and deviations are torch's`() {
        var g = RandomGenerator(seed: 11)
        let t = T.zeros([100, 300])
        Init.kaimingUniform(t, using: &g)
        expectUniform(t, (6.0 / 300).squareRoot())
        Init.kaimingUniform(t, fan: .out, using: &g)
        expectUniform(t, (6.0 / 100).squareRoot())
        Init.kaimingUniform(t, slope: 5.0.squareRoot(), using: &g)
        expectUniform(t, 1 / 300.0.squareRoot())
        Init.xavierUniform(t, gain: 5.0 / 3, using: &g)
        expectUniform(t, 5.0 / 3 * (6.0 / 400).squareRoot())
        Init.kaimingNormal(t, using: &g)
        expectNormal(t, (2.0 / 300).squareRoot())
        Init.xavierNormal(t, using: &g)
        expectNormal(t, (2.0 / 400).squareRoot())
        Init.normal(t, deviation: 0.01, using: &g)
        expectNormal(t, 0.01)
        let filters = T.zeros([40, 20, 5, 3])
        Init.kaimingUniform(filters, using: &g)
        expectUniform(filters, (6.0 / 300).squareRoot())
        Init.kaimingUniform(filters, fan: .out, using: &g)
        expectUniform(filters, (6.0 / 600).squareRoot())
        Init.xavierNormal(filters, using: &g)
        expectNormal(filters, (2.0 / 900).squareRoot())
        Init.constant(t, 3)
        #expect(t.values.allSatisfy { $0 == 3 })
    }

    @Test func gains() {
        #expect(Init.Nonlinearity.linear.gain == 1)
        #expect(Init.Nonlinearity.sigmoid.gain == 1)
        #expect(Init.Nonlinearity.tanh.gain == 5.0 / 3)
        #expect(Init.Nonlinearity.relu.gain == 2.0.squareRoot())
        #expect(Init.Nonlinearity.leakyReLU(slope: 1).gain == 1)
        #expect(Init.Nonlinearity.selu.gain == 0.75)
    }

    @Test func `layers start as torch's`() {
        var g = RandomGenerator(seed: 12)
        let linear = Linear<Float>(in: 400, out: 300, using: &g)
        expectUniform(linear.weight, 1 / 20)
        expectUniform(linear.bias!, 1 / 20)
        let rnn = RNN<Float>(in: 50, hidden: 400, using: &g)
        for parameter in rnn.parameters { expectUniform(parameter.tensor, 1 / 20) }
        expectNormal(Embedding(rows: 100, columns: 50, using: &g).weight, 1)
        g = RandomGenerator(seed: 15)
        let gated =
            LSTM<Float>(in: 30, hidden: 100, using: &g).parameters
            + GRU<Float>(in: 30, hidden: 100, using: &g).parameters
        for parameter in gated { expectUniform(parameter.tensor, 1 / 10) }
    }

    @Test(arguments: [[30, 30], [20, 50], [50, 20], [6, 2, 5], [1, 4]])
    func `orthogonal rows or columns`(_ shape: [Int]) {
        var g = RandomGenerator(seed: 14)
        let weight = Tensor<Double>.zeros(shape)
        Init.orthogonal(weight, gain: 2, using: &g)
        let flat = weight.reshape([shape[0], -1])
        let isWide = flat.shape[0] <= flat.shape[1]
        let product = isWide ? flat.matmul(flat.transpose()) : flat.transpose().matmul(flat)
        let size = product.shape[0]
        for (place, value) in product.values.enumerated() {
            #expect(abs(value - (place % (size + 1) == 0 ? 4 : 0)) < 1e-13)
        }
    }

    @Test func `smart Tanh is pascanus`() {
        var g = RandomGenerator(seed: 13)
        let rnn = RNN<Float>(in: 6, hidden: 50, using: &g)
        let output = Linear<Float>(in: 50, out: 4, using: &g)
        Init.smartTanh(rnn, output: output, using: &g)
        let layer = rnn.layers[0]
        expectNormal(layer.input, 0.01)
        let weights = layer.recurrent.values
        for unit in 0..<50 { #expect(weights[unit * 50..<unit * 50 + 50].count { $0 != 0 } == 15) }
        #expect(abs(Init.spectralRadius(of: weights.map(Double.init), size: 50) - 0.95) < 1e-5)
        for bias in [layer.inputBias, layer.recurrentBias, output.bias] {
            #expect(bias!.values.allSatisfy { $0 == 0 })
        }
    }

    @Test func `spectral radius`() {
        #expect(Init.spectralRadius(of: [], size: 0) == 0)
        #expect(agree(Init.spectralRadius(of: [-3], size: 1), 3, within: 1e-15))
        #expect(agree(Init.spectralRadius(of: [2, 0, 0, -5], size: 2), 5, within: 1e-8))
        // A rotation: a complex pair of magnitude 2, on which the power iteration never converges.
        #expect(agree(Init.spectralRadius(of: [0, -2, 2, 0], size: 2), 2, within: 1e-8))
        // A Jordan block, whose norms approach slowly.
        #expect(agree(Init.spectralRadius(of: [0.5, 1, 0, 0.5], size: 2), 0.5, within: 1e-6))
        #expect(Init.spectralRadius(of: [0, 1, 0, 0], size: 2) == 0)
        #expect(Init.spectralRadius(of: [.nan, 0, 0, 1], size: 2).isNaN)
    }

    @Test func `the same seed gives the same start`() {
        func start(_ seed: UInt64) -> [Float] {
            var g = RandomGenerator(seed: seed)
            return Linear<Float>(in: 7, out: 5, using: &g).weight.values
        }
        #expect(start(1) == start(1))
        #expect(start(1) != start(2))
    }
}
