import Glibc

/// The rate falls from the base to 0 as (1 − step/steps)^power and remains there. An operator's change persists, in
/// proportion, until then. `torch.optim.lr_scheduler.PolynomialLR`.
public struct PolynomialLR: CountingSchedule {
    /// Steps from the base to 0.
    public let steps: Int
    /// The exponent; 1 for a straight line.
    public let power: Double
    public var stepCount = 0

    /// - Parameters:
    ///   - steps: 1 or more.
    ///   - power: the exponent, 0 or more.
    public init(steps: Int, power: Double = 1) {
        require(steps > 0, "PolynomialLR: steps must be 1 or more, not \(steps)")
        (self.steps, self.power) = (steps, power)
    }

    public func nextRate(from current: Double) -> Double {
        guard stepCount <= steps else { return current }
        let (left, before) = (1 - Double(stepCount) / Double(steps), 1 - Double(stepCount - 1) / Double(steps))
        return current * pow(left / before, power)
    }
}
