import Testing

@testable import Training

@Suite struct OptimizerTests {
    private func one(_ value: Double = 1, gradient: Double?) -> [NamedParameter<Double>] {
        let parameter = parameters([[value]])
        parameter[0].tensor.grad = gradient.map { Tensor([$0]) }
        return parameter
    }

    @Test func `wrong settings are refused`() {
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
        #expect(throws: OptimizerError.self) { try RMSprop(none, decay: -0.1) }
        #expect(throws: OptimizerError.self) { try RMSprop(none, momentum: .nan) }
        #expect(throws: OptimizerError.self) { try RMSprop(none, epsilon: -1) }
        #expect(throws: OptimizerError.self) { try Adagrad(none, rateDecay: -0.1) }
        #expect(throws: OptimizerError.self) { try Adagrad(none, initialSum: -0.1) }
        #expect(throws: OptimizerError.self) { try Adagrad(none, learningRate: .nan) }
    }

    @Test func `a nil gradient is no step and zero is one`() throws {
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

    @Test func `known figures`() throws {
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

    /// The sequences that PyTorch 2.13 gave for the gradients 1, 10, 0.1, 0.1.
    @Test func `known sequences`() throws {
        let (first, second) = (one(0, gradient: nil), one(0, gradient: nil))
        let rmsprop = try RMSprop(first, learningRate: 0.01, momentum: 0.9, centered: true)
        let adagrad = try Adagrad(second, learningRate: 0.1, rateDecay: 0.1, initialSum: 0.5)
        let expected = [
            (1.0, -0.1005037725, -0.0816496537), (10, -0.2910662591, -0.1718845069),
            (0.1, -0.4635786116, -0.1727116257), (0.1, -0.6198509336, -0.1734750718),
        ]
        for (gradient, r, a) in expected {
            first[0].tensor.grad = Tensor([gradient])
            second[0].tensor.grad = Tensor([gradient])
            rmsprop.step()
            adagrad.step()
            #expect(agree(first[0].tensor.item(), r, within: 1e-7))
            #expect(agree(second[0].tensor.item(), a, within: 1e-7))
        }
    }

    @Test func `groups keep their ratio`() throws {
        let (a, b) = (one(gradient: 1), one(gradient: 1))
        let groups = [ParameterGroup(a), ParameterGroup(b, learningRate: 0.2, weightDecay: 0)]
        let sgd = try SGD(groups, learningRate: 0.1, weightDecay: 1)
        #expect(sgd.parameters.map(\.name) == ["0", "0"])
        sgd.learningRate = 0.05
        sgd.step()
        #expect(agree(a[0].tensor.item(), 1 - 0.05 * 2, within: 1e-15))
        #expect(agree(b[0].tensor.item(), 1 - 0.1, within: 1e-15))
        sgd.learningRate = 0
        sgd.step()
        sgd.learningRate = 0.1
        sgd.step()
        #expect(agree(b[0].tensor.item(), 0.7, within: 1e-15), "a rate of 0 between does not lose the ratio")
    }

    @Test func `parameters are one group`() throws {
        let p = one(gradient: 1)
        // Once for each time that it is listed.
        let sgd = try SGD(p + p, learningRate: 0.25)
        sgd.step()
        #expect(p[0].tensor.item() == 0.5)
        let (adam, adamW) = (try Adam(p), try AdamW(p))
        #expect(!adam.decoupledWeightDecay && adam.weightDecay == 0)
        #expect(adamW.decoupledWeightDecay && adamW.weightDecay == 0.01)
        let decoupled = try AdamW([ParameterGroup(p, weightDecay: 0.5)], weightDecay: 0)
        #expect(decoupled.decoupledWeightDecay && decoupled.weightDecay == 0)
    }

    @Test func `wrong groups are refused`() throws {
        let p = one(gradient: 1)
        let twice = [ParameterGroup(p), ParameterGroup(p)]
        let error = #expect(throws: OptimizerError.self) { try Adam(twice) }
        #expect(error?.description == "0 is in two parameter groups, and may be in one only")
        let own = [ParameterGroup(p, learningRate: 0.1)]
        #expect(throws: OptimizerError.self) { try SGD(own, learningRate: 0) }
        #expect(throws: OptimizerError.self) { try SGD([ParameterGroup(p, learningRate: -0.1)]) }
        #expect(throws: OptimizerError.self) { try SGD([ParameterGroup(p, weightDecay: .nan)]) }
    }

    @Test func `zero grad forgets or zeroes`() throws {
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
    @Test func `nan stays in Adam`() throws {
        let p = parameters(gradients: [[Double.nan, 1]])
        let optimizer = try Adam(p)
        optimizer.step()
        p[0].tensor.grad = Tensor([1, 1])
        optimizer.step()
        #expect(p[0].tensor.values[0].isNaN)
        #expect(p[0].tensor.values[1].isFinite)
    }

    /// The trainer holds optimizers by their protocol.
    @Test func `any optimizer will do`() throws {
        let p = one(gradient: 1)
        let optimizers: [any Optimizer<Double>] = [
            try SGD(p), try Adam(p), try AdamW(p), try RMSprop(p), try Adagrad(p),
        ]
        for optimizer in optimizers {
            optimizer.learningRate = 0.5
            optimizer.step()
            optimizer.zeroGrad()
            #expect(optimizer.learningRate == 0.5)
        }
    }
}
