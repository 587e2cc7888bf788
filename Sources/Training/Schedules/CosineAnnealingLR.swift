import Glibc

/// The rate falls along half a cosine from the base to `minimum`, and rises again if the run continues.
/// `torch.optim.lr_scheduler.CosineAnnealingLR` (Loshchilov and Hutter, 2017).
public struct CosineAnnealingLR: CountingSchedule {
    /// Steps from the base to the minimum.
    public let steps: Int
    /// The rate at the bottom. Groups with rates of their own reach it in proportion (`ParameterGroup`).
    public let minimum: Double
    public var stepCount = 0
    private var base = 0.0

    /// - Parameters:
    ///   - steps: 1 or more.
    ///   - minimum: the rate at the end, 0 or more. PyTorch's `eta_min`.
    public init(steps: Int, minimum: Double = 0) {
        require(steps > 0, "CosineAnnealingLR: steps must be 1 or more, not \(steps)")
        (self.steps, self.minimum) = (steps, minimum)
    }

    public mutating func start(at base: Double) -> Double {
        (self.base, stepCount) = (base, 0)
        return base
    }

    public func nextRate(from current: Double) -> Double {
        let length = Double(steps)
        // From the very bottom a ratio of cosines would be 0/0; the rise starts with a formula of its own.
        if (stepCount - 1 - steps) % (2 * steps) == 0 {
            return current + (base - minimum) * (1 - cos(.pi / length)) / 2
        }
        let (now, before) = (1 + cos(.pi * Double(stepCount) / length), 1 + cos(.pi * Double(stepCount - 1) / length))
        return now / before * (current - minimum) + minimum
    }

    public var state: SavedState { ["base": .number(base), "epoch": .integer(stepCount)] }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (base, stepCount) = (try state.number("base"), try state.integer("epoch"))
    }
}
