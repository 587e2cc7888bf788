/// The rate is multiplied by gamma at each milestone; a repeated milestone counts each time. An operator's change
/// persists. `torch.optim.lr_scheduler.MultiStepLR`.
public struct MultiStepLR: CountingSchedule {
    /// The numbers of steps after which the rate changes, in any order.
    public let milestones: [Int]
    /// The factor of the rate.
    public let gamma: Double
    public var stepCount = 0

    /// - Parameters:
    ///   - milestones: numbers of steps; those below 1 are never reached.
    ///   - gamma: the factor of the rate at each.
    public init(milestones: [Int], gamma: Double = 0.1) { (self.milestones, self.gamma) = (milestones, gamma) }

    public func nextRate(from current: Double) -> Double {
        milestones.reduce(current) { $1 == stepCount ? $0 * gamma : $0 }
    }
}
