import Testing

@testable import Training

extension ThreadsTests {
    /// More elements than a piece holds, and no whole number of pieces.
    private static let count = 100_003

    private func bits(threads: Int, _ body: () throws -> [[Float]]) rethrows -> [[Float]] {
        let before = Threads.count
        Threads.set(threads)
        defer { Threads.set(before) }
        return try body()
    }

    private func draw(_ seed: UInt64) -> Tensor<Float> {
        var generator = RandomGenerator(seed: seed)
        let tensor = Tensor<Float>.zeros([Self.count], requiresGrad: true)
        Init.normal(tensor, using: &generator)
        return tensor
    }

    @Test func `elements are the same bits with any number of threads`() {
        func results() -> [[Float]] {
            let (a, b) = (draw(1), draw(2))
            let y = (a.tanh() * b + a.gelu() / (b * b + 1) - b.sigmoid()).relu()
            y.sum().backward()
            return [y.values, a.grad!.values, b.grad!.values]
        }
        let one = bits(threads: 1, results)
        for threads in [2, 5] { #expect(bits(threads: threads, results) == one) }
    }

    @Test func `steps and norms are the same bits with any number of threads`() throws {
        func results() throws -> [[Float]] {
            try [2, 1, 3, .infinity, -.infinity].map { (normType: Double) in
                let parameter = NamedParameter("p", draw(3))
                parameter.tensor.grad = draw(4).detach()
                let optimizers: [any Optimizer<Float>] = try [
                    SGD([parameter], momentum: 0.9), Adam([parameter], amsgrad: true),
                    RMSprop([parameter], momentum: 0.9, centered: true), Adagrad([parameter]),
                ]
                var norms: [Float] = []
                for optimizer in optimizers {
                    let clipped = try clipGradients([parameter], clip: .norm, maxNorm: 0.5, normType: normType)
                    optimizer.step(scaledBy: clipped.coefficient)
                    norms.append(Float(clipped.norm))
                }
                return norms + parameter.tensor.values
            }
        }
        let one = try bits(threads: 1, results)
        for threads in [2, 5] { #expect(try bits(threads: threads, results) == one) }
    }

    /// What lies in different pieces is one norm, NaN included.
    @Test(arguments: [0.0, 1, 2, 3, Double.infinity, -Double.infinity])
    func `a norm is that of all pieces`(normType: Double) throws {
        let gradient = Tensor<Float>.full([Self.count], 2)
        gradient.withMutableValues { values in (values[7], values[70_000]) = (8, 1) }
        let parameter = NamedParameter("p", Tensor<Float>.zeros([Self.count], requiresGrad: true))
        parameter.tensor.grad = gradient
        let n = Double(Self.count - 2)
        let expected: [Double: Double] = [
            0: 1, 1: 2 * n + 9, 2: (4 * n + 65).squareRoot(), .infinity: 8, -.infinity: 1,
        ]
        let norm = try totalNorm(of: [parameter], normType: normType)
        if let expected = expected[normType] { #expect(agree(norm, expected, within: 1e-6)) }
        if normType == 3 { #expect(agree(norm * norm * norm, 8 * n + 513, within: 1e-6)) }
        gradient.withMutableValues { $0[50_000] = .nan }
        #expect(try totalNorm(of: [parameter], normType: normType).isNaN == (normType != 0))
    }
}
