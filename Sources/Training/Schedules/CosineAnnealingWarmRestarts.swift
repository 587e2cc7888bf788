import Glibc
import Telemetry

/// The rate falls along half a cosine from the base to `minimum`, jumps back to the base, and falls again, each time
/// over `growth` times as many steps (Loshchilov and Hutter, 2017).
/// `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`.
///
/// Where PyTorch forgets a rate that an operator has changed at the next step, here the rest of the plan is scaled,
/// the minimum with it.
public struct CosineAnnealingWarmRestarts: Schedule {
    /// Steps of the first fall. PyTorch's `T_0`.
    public let steps: Int
    /// The growth of the number of steps from one fall to the next. PyTorch's `T_mult`.
    public let growth: Int
    /// The rate that a fall would end at; the restart comes a step before it. Groups with rates of their own reach it in
    /// proportion (`ParameterGroup`).
    public let minimum: Double
    private var base = 0.0
    private var step = 0
    private var length = 0
    private var rate = PlannedRate()

    /// - Parameters:
    ///   - steps: 1 or more.
    ///   - growth: 1 or more.
    ///   - minimum: the rate at the end, 0 or more. PyTorch's `eta_min`.
    public init(steps: Int, growth: Int = 1, minimum: Double = 0) {
        require(steps > 0, "CosineAnnealingWarmRestarts: steps must be 1 or more, not \(steps)")
        require(growth > 0, "CosineAnnealingWarmRestarts: growth must be 1 or more, not \(growth)")
        (self.steps, self.growth, self.minimum) = (steps, growth, minimum)
    }

    public mutating func start(at base: Double) -> Double {
        (self.base, step, length) = (base, 0, steps)
        return rate.start(at: base)
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        if step == length { (step, length) = (0, grown) }
        let height = (1 + cos(.pi * Double(step) / Double(length))) / 2
        return rate.step(to: minimum + (base - minimum) * height, from: current)
    }

    /// The steps of the next fall, limited to a number that can be counted.
    private var grown: Int {
        let (length, overflows) = length.multipliedReportingOverflow(by: growth)
        return overflows ? .largestCount : min(length, .largestCount)
    }

    public var state: SavedState {
        var state: SavedState = ["base": .number(base), "epoch": .integer(step), "length": .integer(length)]
        state[part: "rate"] = rate.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (base, length) = (try state.number("base"), try state.integer("length", in: 1...Int.largestCount))
        step = try state.integer("epoch", in: 0...length - 1)
        try rate.restore(state[part: "rate"])
    }
}
