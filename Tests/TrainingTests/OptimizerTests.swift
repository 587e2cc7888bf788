import Testing

@testable import Training

@Suite struct OptimizerTests {
    private func one(_ value: Double = 1, gradient: Double?) -> [NamedParameter<Double>] {
        let parameter = parameters([[value]])
        parameter[0].tensor.grad = gradient.map { Tensor([$0]) }
        return parameter
    }

    @Test func wrongSettingsAreRefused() {
        let none: [NamedParameter<Double>] = []
        #expect(throws: OptimizerError.nesterovNeedsMomentum) { try SGD(none, nesterov: true) }
        #expect(throws: OptimizerError.nesterovNeedsMomentum) {
            try SGD(none, momentum: 0.9, dampening: 0.1, nesterov: true)
        }
        let error = #expect(throws: OptimizerError.self) { try SGD(none, learningRate: -1) }
        #expect(error?.description == "learning rate must be 0 or more (got -1.0)")
        #expect(throws: OptimizerError.self) { try SGD(none, learningRate: .nan) }
        #expect(throws: OptimizerError.self) { try SGD(none, momentum: -0.1) }
        #expect(throws: OptimizerError.self) { try SGD(none, weightDecay: -0.1) }
        #expect(throws: OptimizerError.self) { try SGD(none, dampening: .nan) }
        #expect(throws: OptimizerError.self) { try Adam(none, betas: (1, 0.9)) }
        #expect(throws: OptimizerError.self) { try Adam(none, betas: (0.9, -0.1)) }
        #expect(throws: OptimizerError.self) { try Adam(none, epsilon: -1e-8) }
        #expect(throws: OptimizerError.self) { try AdamW(none, learningRate: -1) }
        #expect(throws: OptimizerError.self) { try AdamW(none, weightDecay: .nan) }
    }

    @Test func aNilGradientIsNoStepAndZeroIsOne() throws {
        let (missing, zero) = (one(gradient: nil), one(gradient: 0))
        try AdamW(missing, learningRate: 0.1, weightDecay: 0.1).step()
        try AdamW(zero, learningRate: 0.1, weightDecay: 0.1).step()
        #expect(missing[0].tensor.values == [1])
        #expect(agree(zero[0].tensor.values, [0.99], within: 1e-15))
        let (idle, decayed) = (one(gradient: nil), one(gradient: 0))
        try SGD(idle, learningRate: 0.1, weightDecay: 0.1).step()
        try SGD(decayed, learningRate: 0.1, weightDecay: 0.1).step()
        #expect(idle[0].tensor.values == [1])
        #expect(agree(decayed[0].tensor.values, [0.99], within: 1e-15))
    }

    @Test func knownFigures() throws {
        let dampened = one(0, gradient: 1)
        let sgd = try SGD(dampened, learningRate: 1, momentum: 0.9, dampening: 0.5)
        for expected in [-1, -2.4, -4.16] {
            sgd.step()
            #expect(agree(dampened[0].tensor.item(), expected, within: 1e-15))
        }
        let climbing = one(1, gradient: 1)
        try SGD(climbing, learningRate: 0.1, weightDecay: 0.1, maximize: true).step()
        #expect(agree(climbing[0].tensor.item(), 1.09, within: 1e-15))
        let first = parameters(gradients: [[Float(1e-3), -5, 0]])
        try Adam(first, learningRate: 0.1).step()
        #expect(agree(first[0].tensor.values, [-0.0999989882, 0.1000000015, 0], within: 1e-7))
    }

    @Test func zeroGradForgetsOrZeroes() throws {
        let p = one(gradient: 3)
        let optimizer = try SGD(p)
        let memory = p[0].tensor.grad
        optimizer.zeroGrad(setToNil: false)
        #expect(p[0].tensor.grad === memory)
        #expect(p[0].tensor.grad?.values == [0])
        optimizer.zeroGrad()
        #expect(p[0].tensor.grad == nil)
    }

    /// One NaN stays in Adam's means, whatever comes after.
    @Test func nanStaysInAdam() throws {
        let p = parameters(gradients: [[Double.nan, 1]])
        let optimizer = try Adam(p)
        optimizer.step()
        p[0].tensor.grad = Tensor([1, 1])
        optimizer.step()
        #expect(p[0].tensor.values[0].isNaN)
        #expect(p[0].tensor.values[1].isFinite)
    }

    /// The trainer holds optimizers by their protocol.
    @Test func anyOptimizerWillDo() throws {
        let p = one(gradient: 1)
        let optimizers: [any Optimizer<Double>] = [try SGD(p), try Adam(p), try AdamW(p)]
        for optimizer in optimizers {
            optimizer.learningRate = 0.5
            optimizer.step()
            optimizer.zeroGrad()
            #expect(optimizer.learningRate == 0.5)
        }
    }
}
