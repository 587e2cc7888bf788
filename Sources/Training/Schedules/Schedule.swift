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
/// A schedule of this library counts its steps; its state has the count as "epoch", as PyTorch's `last_epoch`.
public protocol Schedule: Sendable, Resumable {
    /// Begins the plan and gives the rate of the first step.
    mutating func start(at base: Double) -> Double

    /// The rate of the next step, from the rate that is in force now.
    mutating func step(from current: Double) -> Double

    /// Takes a measurement, such as the validation loss, and gives the rate of the next step, from the rate that is in
    /// force now.
    mutating func measure(_ value: Double, from current: Double) -> Double

    /// The momentum that goes with the rate given last; nil for a plan that leaves the momentum alone.
    var momentum: Double? { get }

    /// Whether the plan changes the momentum at any time, so that it needs an optimizer with momentum or betas.
    var cyclesMomentum: Bool { get }
}

extension Schedule {
    /// The rate as it is: the default of a plan that does not go by what is measured.
    public mutating func measure(_ value: Double, from current: Double) -> Double { current }

    /// Nil: the default of a plan for the rate alone.
    public var momentum: Double? { nil }

    /// Whether it has a momentum: the default of a plan that is the same throughout.
    public var cyclesMomentum: Bool { momentum != nil }

    /// Begins the plan and sets the optimizer's rate, and its momentum where the plan has one.
    ///
    /// A plan for the momentum of an optimizer that has neither momentum nor betas traps; PyTorch raises
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

/// The same rate throughout.
public struct ConstantSchedule: Schedule {
    /// A schedule without settings.
    public init() {}

    public mutating func start(at base: Double) -> Double { base }

    public mutating func step(from current: Double) -> Double { current }

    public var state: SavedState { [:] }

    public mutating func restore(_ state: SavedState) throws(StateError) {}
}

/// The rate is multiplied by gamma every `stepSize` steps. `torch.optim.lr_scheduler.StepLR`.
public struct StepLR: Schedule {
    /// Steps between two changes.
    public let stepSize: Int
    /// What the rate is multiplied by.
    public let gamma: Double
    private var step = 0

    /// - Parameters:
    ///   - stepSize: 1 or more.
    ///   - gamma: what the rate is multiplied by after that many steps.
    public init(stepSize: Int, gamma: Double = 0.1) {
        require(stepSize > 0, "StepLR: stepSize must be 1 or more, not \(stepSize)")
        self.stepSize = stepSize
        self.gamma = gamma
    }

    public mutating func start(at base: Double) -> Double {
        step = 0
        return base
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        return step.isMultiple(of: stepSize) ? current * gamma : current
    }

    public var state: SavedState { ["epoch": .integer(step)] }

    public mutating func restore(_ state: SavedState) throws(StateError) { step = try state.integer("epoch") }
}

/// The rate goes in a straight line from a share of the base to another share of it, and stays there: a warm-up.
/// `torch.optim.lr_scheduler.LinearLR`.
public struct LinearLR: Schedule {
    /// The share of the base at the first step.
    public let startFactor: Double
    /// The share of the base at the end and after it.
    public let endFactor: Double
    /// Steps from the one to the other.
    public let steps: Int
    private var step = 0

    /// - Parameters:
    ///   - startFactor: above 0, at most 1.
    ///   - endFactor: from 0 to 1.
    ///   - steps: the number of steps from one to the other; 0 or more.
    public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, steps: Int) {
        require(startFactor > 0 && startFactor <= 1, "LinearLR: startFactor must be above 0 and at most 1")
        require(endFactor >= 0 && endFactor <= 1, "LinearLR: endFactor must be from 0 to 1")
        require(steps >= 0, "LinearLR: steps must not be negative")
        self.startFactor = startFactor
        self.endFactor = endFactor
        self.steps = steps
    }

    public mutating func start(at base: Double) -> Double {
        step = 0
        return base * startFactor
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        guard step <= steps else { return current }
        let rise = endFactor - startFactor
        return current * (1 + rise / (Double(steps) * startFactor + Double(step - 1) * rise))
    }

    public var state: SavedState { ["epoch": .integer(step)] }

    public mutating func restore(_ state: SavedState) throws(StateError) { step = try state.integer("epoch") }
}
