import Testing

@testable import Training

/// A restored schedule or optimizer continues like one that was never stopped, bit by bit.
@Suite struct ResumableOptimizerTests {
    // MARK: Schedules

    @Test func `every schedule continues under a changed rate`() throws {
        let plans: [any Schedule] = [
            ConstantSchedule(), StepLR(stepSize: 3), LinearLR(startFactor: 0.1, steps: 12),
            MultiStepLR(milestones: [2, 9]), ExponentialLR(gamma: 0.9), CosineAnnealingLR(steps: 9, minimum: 0.1),
            CosineAnnealingWarmRestarts(steps: 3, growth: 2, minimum: 0.05), LambdaLR { 1 / Double(1 + $0) },
            OneCycleLR(steps: 15), PolynomialLR(steps: 14, power: 2),
            WarmupCosineLR(warmup: 5, steps: 14, minimum: 0.1),
            SequentialLR(
                [LinearLR(startFactor: 0.1, steps: 4), LambdaLR { 1 / Double(1 + $0) }, CosineAnnealingLR(steps: 6)],
                milestones: [4, 9]
            ),
        ]
        for plan in plans {
            for stop in [0, 1, 4, 6, 10] {
                var whole = plan
                var rate = whole.start(at: 0.5)
                for step in 0..<stop { rate = whole.step(from: step == 2 ? rate * 0.3 : rate) }
                var resumed = plan
                _ = resumed.start(at: 2)
                try resumed.restore(whole.state)
                #expect(resumed.state == whole.state)
                var other = rate
                for _ in 0..<12 {
                    #expect(resumed.momentum == whole.momentum, "\(plan) after \(stop)")
                    (rate, other) = (whole.step(from: rate), resumed.step(from: other))
                    #expect(rate == other, "\(plan) after \(stop)")
                }
            }
        }
    }

    @Test func `a plateau continues among its measurements`() throws {
        let measurements = [3, 2, 2.5, 2.4, 2.3, .nan, 2.2, 1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1]
        let plan = ReduceLROnPlateau(factor: 0.5, patience: 2, cooldown: 1)
        for stop in measurements.indices {
            var (whole, resumed) = (plan, plan)
            var rate = whole.start(at: 1)
            for value in measurements[..<stop] { rate = whole.measure(value, from: rate) }
            try resumed.restore(whole.state)
            var other = rate
            for value in measurements[stop...] {
                (rate, other) = (whole.measure(value, from: rate), resumed.measure(value, from: other))
                #expect(rate == other)
            }
        }
    }

    // MARK: Optimizers

    private func optimizers<Element: Scalar>(
        _ parameters: [NamedParameter<Element>]
    ) throws -> [any Optimizer<Element>] {
        let groups = [
            ParameterGroup([parameters[0]], learningRate: 0.3), ParameterGroup([parameters[1]], weightDecay: 0.01),
        ]
        return [
            try SGD(parameters), try SGD(groups, learningRate: 0.1, momentum: 0.9, dampening: 0.5),
            try SGD(parameters, momentum: 0.9, weightDecay: 0.1, nesterov: true),
            try Adam(parameters), try Adam(parameters, amsgrad: true), try AdamW(groups, learningRate: 0.1),
            try RMSprop(parameters), try RMSprop(groups, learningRate: 0.1, momentum: 0.5, centered: true),
            try Adagrad(parameters, rateDecay: 0.1, initialSum: 0.5),
        ]
    }

    @Test func `every optimizer continues`() throws {
        try everyOptimizerGoesOn(Float.self)
        try everyOptimizerGoesOn(Double.self)
    }

    private func everyOptimizerGoesOn<Element: Scalar>(_: Element.Type) throws {
        func fresh() -> [NamedParameter<Element>] { parameters([[1, 2, 3], [4, 5]]) }
        func learn(_ optimizer: any Optimizer<Element>, _ steps: Range<Int>) {
            for step in steps {
                for (place, parameter) in optimizer.parameters.enumerated() {
                    // The second parameter has its first gradient late, so that one state is there and one is not.
                    let isLeftOut = place == 1 && step < 3
                    let slopes = (0..<parameter.tensor.count).map { Element((step * 7 + $0 * 3) % 11 - 4) }
                    parameter.tensor.grad = isLeftOut ? nil : Tensor(slopes)
                }
                optimizer.learningRate *= 0.9
                if let cycled = optimizer as? any MomentumOptimizer<Element>, cycled.momentum > 0 {
                    cycled.momentum *= 0.99
                }
                optimizer.step()
            }
        }
        for place in try optimizers(fresh()).indices {
            for stop in [0, 2, 5] {
                let whole = try optimizers(fresh())[place]
                learn(whole, 0..<stop)
                let resumed = try optimizers(fresh())[place]
                // One that has gone another way is brought back too.
                learn(resumed, 20..<27)
                try resumed.restore(whole.state)
                for (copy, parameter) in zip(resumed.parameters, whole.parameters) {
                    copy.tensor.assign(parameter.tensor.values)
                }
                #expect(resumed.state == whole.state)
                learn(whole, stop..<9)
                learn(resumed, stop..<9)
                #expect(resumed.state == whole.state)
                #expect(resumed.parameters.map(\.tensor.values) == whole.parameters.map(\.tensor.values))
            }
        }
    }
}
