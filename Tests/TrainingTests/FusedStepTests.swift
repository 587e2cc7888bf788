import Testing

@testable import Training

/// A step that scales the gradients while it reads them, against one after a pass that scaled them.
@Suite struct FusedStepTests {
    private static func optimizers<Number: Scalar>(
        _ parameters: () -> [NamedParameter<Number>]
    ) throws -> [any Optimizer<Number>] {
        try [
            SGD(parameters()), SGD(parameters(), momentum: 0.9, weightDecay: 0.1),
            SGD(parameters(), momentum: 0.9, dampening: 0.3, maximize: true),
            SGD(parameters(), momentum: 0.9, nesterov: true),
            Adam(parameters()), Adam(parameters(), weightDecay: 0.1, amsgrad: true),
            Adam(parameters(), maximize: true, amsgrad: true), Adam(parameters(), weightDecay: 0.1, maximize: true),
            AdamW(parameters()), AdamW(parameters(), betas: (0.3, 0.9), amsgrad: true),
            RMSprop(parameters()), RMSprop(parameters(), weightDecay: 0.1, centered: true),
            RMSprop(parameters(), momentum: 0.9, maximize: true),
            RMSprop(parameters(), weightDecay: 0.1, momentum: 0.9, centered: true),
            Adagrad(parameters()), Adagrad(parameters(), rateDecay: 0.1, weightDecay: 0.1, maximize: true),
        ]
    }

    /// Every bit of the parameters after four steps, under each optimizer, whole vectors and what is left over.
    private func trained<Number: Scalar>(
        _ type: Number.Type,
        _ step: (any Optimizer<Number>, _ coefficient: Double) throws -> Void
    ) throws -> [[Number]] {
        var generator = RandomGenerator(seed: 11)
        func draw(_ count: Int) -> [Number] { (0..<count).map { _ in Number(generator.normal()) } }
        let sizes = [1, 15, 16, 1003]
        let start = sizes.map(draw)
        let gradients = (0..<4).map { _ in sizes.map(draw) }
        return try Self.optimizers { parameters(start) }.flatMap { optimizer in
            for (gradients, coefficient) in zip(gradients, [0.37, 1, 1e-3, 0]) {
                for (parameter, gradient) in zip(optimizer.parameters, gradients) {
                    parameter.tensor.grad = Tensor(gradient)
                }
                // As clipping gives it: a number of Element.
                try step(optimizer, Double(Number(coefficient)))
            }
            return optimizer.parameters.map(\.tensor.values)
        }
    }

    private func compare<Number: Scalar>(_ type: Number.Type) throws {
        let apart = try trained(type) { optimizer, coefficient in
            for parameter in optimizer.parameters {
                parameter.tensor.grad?.withMutableValues { values in
                    for i in values.indices { values[i] *= Number(coefficient) }
                }
            }
            optimizer.step()
        }
        let fused = try trained(type) { optimizer, coefficient in
            let before = optimizer.parameters.map { $0.tensor.grad!.values }
            optimizer.step(scaledBy: coefficient)
            #expect(optimizer.parameters.map { $0.tensor.grad!.values } == before)
        }
        #expect(apart == fused)
        #expect(try trained(type) { optimizer, _ in optimizer.step() } != fused)
    }

    @Test func `every optimizer rounds as if scaled before`() throws {
        try compare(Float.self)
        try compare(Double.self)
    }

    @Test func `clipping left to the step is clipping before it`() throws {
        func clipped(leavesScaling: Bool) throws -> [[Float]] {
            try trained(Float.self) { optimizer, threshold in
                guard leavesScaling else {
                    _ = try clipGradients(optimizer.parameters, clip: .norm, maxNorm: 10 * threshold)
                    return optimizer.step()
                }
                let clipped = try clipGradientsWithoutScaling(
                    optimizer.parameters,
                    clip: .norm,
                    maxNorm: 10 * threshold
                )
                optimizer.step(scaledBy: clipped.coefficient)
            }
        }
        #expect(try clipped(leavesScaling: true) == clipped(leavesScaling: false))
    }

    @Test(arguments: [2.0, 1, Double.infinity, -Double.infinity, 3])
    func `what clipping tells is true without writing`(normType: Double) throws {
        let cases: [[[Float]]] = [
            [[3, -4], [0.5]], [[.nan, 1], [2]], [[.infinity, 4], [1]], [[2e19, -2e19], [1]],
            [[.infinity], [-.infinity]],
            [[3e38, 3e38], [3e38]], [[0, 0], [0]],
        ]
        for gradients in cases {
            for maxNorm in [0, 1, 100, Double.infinity] {
                let (written, left) = (parameters(gradients: gradients), parameters(gradients: gradients))
                let before = try clipGradients(written, clip: .norm, maxNorm: maxNorm, normType: normType)
                let after = try clipGradientsWithoutScaling(
                    left,
                    clip: .norm,
                    maxNorm: maxNorm,
                    normType: normType
                )
                #expect("\(before)" == "\(after)")
                #expect("\(left.map { $0.tensor.grad!.values })" == "\(gradients)")
                let measured = try totalNorm(of: written, normType: normType)
                #expect(agree(measured, after.clippedNorm, within: 1e-6), "\(gradients), \(maxNorm)")
            }
        }
    }
}
