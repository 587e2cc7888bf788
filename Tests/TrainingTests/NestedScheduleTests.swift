import Testing

@testable import Training

/// What a schedule passes on to the ones within it, and asks of its optimizer.
@Suite struct NestedScheduleTests {
    private func plateau() -> ReduceLROnPlateau { ReduceLROnPlateau(factor: 0.5, patience: 0) }

    @Test(arguments: [false, true])
    func `a plateau in a sequence reduces the rate once its turn has come`(nested: Bool) {
        var schedule: any Schedule = SequentialLR([LinearLR(startFactor: 0.5, steps: 2), plateau()], milestones: [2])
        if nested { schedule = SequentialLR([schedule, ConstantSchedule()], milestones: [50]) }
        var rate = schedule.start(at: 1)
        var rates = [rate]
        for loss in [3.0, 4, 5, 6, 2, 7] {
            rate = schedule.measure(loss, from: rate)
            rate = schedule.step(from: rate)
            rates.append(rate)
        }
        // The warm-up takes no notice; of the plateau's own losses 5 is the best, 6 is bad, 2 is better, 7 is bad.
        #expect(rates == [0.5, 0.75, 1, 1, 0.5, 0.5, 0.25])
    }

    @Test func `an operator's change stays in proportion through a plateau`() {
        var schedule = SequentialLR([plateau(), ConstantSchedule()], milestones: [3])
        var rate = schedule.start(at: 1) * 10
        rate = schedule.step(from: schedule.measure(1, from: rate))
        rate = schedule.step(from: schedule.measure(2, from: rate))
        #expect(rate == 5)
        // The next schedule begins at its base, ten times as high as planned.
        #expect(schedule.step(from: schedule.measure(0.5, from: rate)) == 10)
    }

    @Test func `a sequence in the middle of a plateau is resumed`() throws {
        func made() -> SequentialLR { SequentialLR([plateau(), plateau()], milestones: [2]) }
        var (whole, other) = (made(), made())
        var rate = whole.start(at: 1)
        for loss in [1.0, 2, 3] { rate = whole.step(from: whole.measure(loss, from: rate)) }
        try other.restore(whole.state)
        for loss in [4.0, 5, 1] {
            #expect(whole.measure(loss, from: rate) == other.measure(loss, from: rate))
            rate = whole.step(from: rate)
            #expect(rate == other.step(from: rate))
        }
    }

    private static func adagrad() throws -> Adagrad<Float> {
        try Adagrad([NamedParameter("a", Tensor<Float>([1], requiresGrad: true))])
    }

    @Test func `one cycle needs momentum or betas, unless it leaves them alone; in PyTorch that is a ValueError`()
        async throws
    {
        let stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var schedule = OneCycleLR(steps: 10)
            schedule.start(try NestedScheduleTests.adagrad())
        }
        let text = String(decoding: stopped?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("OneCycleLR changes the momentum, and the optimizer has neither momentum nor betas"))
        await #expect(processExitsWith: .failure) {
            var schedule = SequentialLR([LinearLR(steps: 2), OneCycleLR(steps: 10)], milestones: [2])
            schedule.start(try NestedScheduleTests.adagrad())
        }
        var alone = OneCycleLR(steps: 10, momenta: nil)
        let optimizer = try Self.adagrad()
        alone.start(optimizer)
        #expect(abs(optimizer.learningRate - 0.01 / 25) < 1e-18 && !alone.cyclesMomentum)
    }

    /// From rates 1 and 0.1 under a cosine with a minimum of 0.05, PyTorch 2.13 gives 0.05 and 0.05 after 4 steps; here the
    /// groups keep their proportion, as documented at `ParameterGroup`.
    @Test func `groups keep their proportion down to a floor`() throws {
        let tensors = (0..<2).map { _ in Tensor<Double>([0], requiresGrad: true) }
        let optimizer = try SGD(
            [
                ParameterGroup([NamedParameter("a", tensors[0])]),
                ParameterGroup([NamedParameter("b", tensors[1])], learningRate: 0.1),
            ],
            learningRate: 1
        )
        var schedule = CosineAnnealingLR(steps: 4, minimum: 0.05)
        schedule.start(optimizer)
        for _ in 0..<4 { schedule.step(optimizer) }
        for tensor in tensors { tensor.grad = Tensor([-1]) }
        optimizer.step()
        #expect(abs(tensors[0].item() - 0.05) < 1e-15 && abs(tensors[1].item() - 0.005) < 1e-16)
    }
}
