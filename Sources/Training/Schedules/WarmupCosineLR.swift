import Glibc

/// A linear rise to the base, half a cosine down to `minimum`, and the minimum from then on: the schedule of
/// nanoGPT (`get_lr` in its train.py).
///
/// The rate of step i, counted from 0, is base·(i + 1)/(warmup + 1) before step `warmup`. A rate that an operator has
/// changed scales the rest of the plan, the minimum with it.
public struct WarmupCosineLR: Schedule {
    /// Steps of the rise.
    public let warmup: Int
    /// The step, counted from 0, at which the minimum is reached.
    public let steps: Int
    /// The rate at the end. Groups with rates of their own reach it in proportion (`ParameterGroup`).
    public let minimum: Double
    private var plan = CountedPlan()

    /// - Parameters:
    ///   - warmup: 0 or more.
    ///   - steps: above `warmup`.
    ///   - minimum: the rate at the end, 0 or more. PyTorch's `eta_min`.
    public init(warmup: Int, steps: Int, minimum: Double = 0) {
        require(warmup >= 0, "WarmupCosineLR: warmup must not be negative")
        require(steps > warmup, "WarmupCosineLR: steps (\(steps)) must be more than warmup (\(warmup))")
        (self.warmup, self.steps, self.minimum) = (warmup, steps, minimum)
    }

    public mutating func start(at base: Double) -> Double { plan.start(at: base, rate) }

    public mutating func step(from current: Double) -> Double { plan.next(from: current, rate) }

    public var state: SavedState { plan.state }

    public mutating func restore(_ state: SavedState) throws(StateError) { try plan.restore(state) }

    private func rate(base: Double, step: Int) -> Double {
        if step < warmup { return base * Double(step + 1) / Double(warmup + 1) }
        if step > steps { return minimum }
        let share = Double(step - warmup) / Double(steps - warmup)
        return minimum + 0.5 * (1 + cos(.pi * share)) * (base - minimum)
    }
}
