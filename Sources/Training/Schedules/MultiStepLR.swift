/// The rate is multiplied by gamma at each milestone; one that is listed twice counts twice. An operator's change
/// stays. `torch.optim.lr_scheduler.MultiStepLR`.
public struct MultiStepLR: Schedule {
    /// The numbers of steps after which the rate changes, in any order.
    public let milestones: [Int]
    /// What the rate is multiplied by.
    public let gamma: Double
    private var step = 0

    /// - Parameters:
    ///   - milestones: numbers of steps; those below 1 never come.
    ///   - gamma: what the rate is multiplied by at each.
    public init(milestones: [Int], gamma: Double = 0.1) {
        self.milestones = milestones
        self.gamma = gamma
    }

    public mutating func start(at base: Double) -> Double {
        step = 0
        return base
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        return milestones.reduce(current) { $1 == step ? $0 * gamma : $0 }
    }

    public var state: SavedState { ["epoch": .integer(step)] }

    public mutating func restore(_ state: SavedState) throws(StateError) { step = try state.integer("epoch") }
}
