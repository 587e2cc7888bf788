/// The rate is multiplied by gamma every `stepSize` steps. `torch.optim.lr_scheduler.StepLR`.
public struct StepLR: CountingSchedule {
    /// Steps between two changes.
    public let stepSize: Int
    /// The factor of the rate.
    public let gamma: Double
    public var stepCount = 0

    /// - Parameters:
    ///   - stepSize: 1 or more.
    ///   - gamma: the factor of the rate at each change.
    public init(stepSize: Int, gamma: Double = 0.1) {
        require(stepSize > 0, "StepLR: stepSize must be 1 or more, not \(stepSize)")
        (self.stepSize, self.gamma) = (stepSize, gamma)
    }

    public func nextRate(from current: Double) -> Double {
        stepCount.isMultiple(of: stepSize) ? current * gamma : current
    }
}
