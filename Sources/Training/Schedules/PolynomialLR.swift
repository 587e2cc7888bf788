import Glibc

/// The rate falls from the base to 0 as (1 − step/steps)^power, and stays there. An operator's change stays in
/// proportion until then. `torch.optim.lr_scheduler.PolynomialLR`.
public struct PolynomialLR: Schedule {
    /// Steps from the base to 0.
    public let steps: Int
    /// The exponent; 1 for a straight line.
    public let power: Double
    private var step = 0

    /// - Parameters:
    ///   - steps: 1 or more.
    ///   - power: the exponent, 0 or more.
    public init(steps: Int, power: Double = 1) {
        require(steps > 0, "PolynomialLR: steps must be 1 or more, not \(steps)")
        self.steps = steps
        self.power = power
    }

    public mutating func start(at base: Double) -> Double {
        step = 0
        return base
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        guard step <= steps else { return current }
        let (left, before) = (1 - Double(step) / Double(steps), 1 - Double(step - 1) / Double(steps))
        return current * pow(left / before, power)
    }

    public var state: SavedState { ["epoch": .integer(step)] }

    public mutating func restore(_ state: SavedState) throws(StateError) { step = try state.integer("epoch") }
}
