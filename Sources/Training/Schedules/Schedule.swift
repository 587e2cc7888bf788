/// A plan for the learning rate over the steps of a run.
///
/// Each rate follows from the one before it, as in PyTorch's chainable schedulers (`torch.optim.lr_scheduler`), and
/// not from the step's number alone. So when an operator changes the rate, the plan continues from there:
///
///     optimizer.learningRate = schedule.start(at: optimizer.learningRate)
///     … after each optimizer.step():
///     optimizer.learningRate = schedule.step(from: optimizer.learningRate)
///
/// The plans that PyTorch computes from the step's number (`LambdaLR`, `OneCycleLR`, `CosineAnnealingWarmRestarts`,
/// and `WarmupCosineLR`) are scaled by an operator's change, where PyTorch forgets it at the next step.
///
/// For a schedule of your own, `CountingSchedule` counts the steps.
public protocol Schedule: Sendable, Resumable {
    /// Starts the plan and returns the rate of the first step.
    mutating func start(at base: Double) -> Double

    /// The rate of the next step, from the current rate.
    mutating func step(from current: Double) -> Double

    /// Accepts a measurement, such as the validation loss, and returns the rate of the next step, from the current rate.
    mutating func measure(_ value: Double, from current: Double) -> Double

    /// The momentum of the next step; nil for a plan that does not change the momentum.
    var momentum: Double? { get }

    /// Whether the plan ever changes the momentum, and so needs an optimizer with momentum or betas.
    var cyclesMomentum: Bool { get }
}

extension Schedule {
    /// The current rate by default: the plan ignores measurements.
    public mutating func measure(_ value: Double, from current: Double) -> Double { current }

    /// Nil by default: the plan changes only the rate.
    public var momentum: Double? { nil }

    /// By default, whether the plan has a momentum.
    public var cyclesMomentum: Bool { momentum != nil }

    /// Starts the plan and sets the optimizer's rate, and its momentum where the plan has one.
    ///
    /// Traps where the plan changes the momentum and the optimizer has neither momentum nor betas; PyTorch raises
    /// ValueError.
    public mutating func start(_ optimizer: any Optimizer) {
        require(
            !cyclesMomentum || optimizer is any MomentumOptimizer,
            "\(Self.self) changes the momentum, and the optimizer has neither momentum nor betas (OneCycleLR leaves them alone "
                + "with momenta: nil)"
        )
        optimizer.learningRate = start(at: optimizer.learningRate)
        setMomentum(of: optimizer)
    }

    /// Sets the optimizer's rate for the next step, and its momentum where the plan has one.
    public mutating func step(_ optimizer: any Optimizer) {
        optimizer.learningRate = step(from: optimizer.learningRate)
        setMomentum(of: optimizer)
    }

    private func setMomentum(of optimizer: any Optimizer) {
        guard let momentum, let cycled = optimizer as? any MomentumOptimizer else { return }
        cycled.momentum = momentum
    }
}
