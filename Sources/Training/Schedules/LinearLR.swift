/// The rate goes in a straight line from one share of the base to another and remains there: a warm-up.
/// `torch.optim.lr_scheduler.LinearLR`.
public struct LinearLR: CountingSchedule {
    /// The share of the base at the first step.
    public let startFactor: Double
    /// The share of the base at the end and after it.
    public let endFactor: Double
    /// Steps from the start to the end of the line.
    public let steps: Int
    public var stepCount = 0

    /// - Parameters:
    ///   - startFactor: above 0, at most 1.
    ///   - endFactor: from 0 to 1.
    ///   - steps: the number of steps from one to the other; 0 or more.
    public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, steps: Int) {
        require(startFactor > 0 && startFactor <= 1, "LinearLR: startFactor must be above 0 and at most 1")
        require(endFactor >= 0 && endFactor <= 1, "LinearLR: endFactor must be from 0 to 1")
        require(steps >= 0, "LinearLR: steps must not be negative")
        (self.startFactor, self.endFactor, self.steps) = (startFactor, endFactor, steps)
    }

    public mutating func start(at base: Double) -> Double {
        stepCount = 0
        return base * startFactor
    }

    public func nextRate(from current: Double) -> Double {
        guard stepCount <= steps else { return current }
        let rise = endFactor - startFactor
        return current * (1 + rise / (Double(steps) * startFactor + Double(stepCount - 1) * rise))
    }
}
