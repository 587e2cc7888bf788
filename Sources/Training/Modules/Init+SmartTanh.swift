import Glibc

extension Init {
    /// The initialization "smart_tanh" of Pascanu, Mikolov and Bengio (On the difficulty of training recurrent neural networks,
    /// 2013; arXiv 1211.5063): input and output weights normal with deviation 0.01, each unit fed by 15 others (or by
    /// all, if there are fewer), the recurrent weights scaled to a spectral radius of 0.95, biases 0.
    public static func smartTanh<Element: Scalar>(
        _ recurrent: RNN<Element>,
        output: Linear<Element>,
        connections: Int = 15,
        radius: Double = 0.95,
        using generator: inout RandomGenerator
    ) {
        let first = recurrent.layers[0]
        normal(first.input, deviation: 0.01, using: &generator)
        normal(output.weight, deviation: 0.01, using: &generator)
        for bias in first.biases + [output.bias].compactMap({ $0 }) { constant(bias, 0) }
        let units = first.hidden
        var weights = [Double](repeating: 0, count: units * units)
        for unit in 0..<units {
            for other in generator.permutation(units).prefix(connections) {
                weights[unit * units + other] = generator.normal()
            }
        }
        let measured = spectralRadius(of: weights, size: units)
        let scale = measured > 0 ? radius / measured : 0
        first.recurrent.assign(weights.map { Element($0 * scale) })
    }

    /// The largest magnitude among the eigenvalues of a square matrix, given row by row; 0 for an empty one, NaN for
    /// one that is not finite.
    ///
    /// Gelfand's formula, ‖Aᵏ‖^(1/k) for k = 2³⁰ by repeated squaring: unlike power iteration it works for
    /// the complex pairs that the largest eigenvalues of real matrices often are. Accurate to about 1e-8 relative.
    public static func spectralRadius(of matrix: [Double], size: Int) -> Double {
        require(
            matrix.count == size * size,
            "spectralRadius: \(matrix.count) numbers are no \(size)×\(size) matrix"
        )
        guard size > 0 else { return 0 }
        var power = Tensor(matrix, shape: [size, size])
        var logarithm = 0.0
        var share = 1.0
        for _ in 0...30 {
            let norm = (power * power).sum().item().squareRoot()
            guard norm > 0, norm.isFinite else { return norm == 0 ? 0 : .nan }
            logarithm += share * log(norm)
            // Scaled to norm 1, no power of it can overflow.
            power = power / norm
            power = power.matmul(power)
            share /= 2
        }
        return exp(logarithm)
    }
}
