/// The rate is multiplied by gamma after every step. An operator's change stays.
/// `torch.optim.lr_scheduler.ExponentialLR`.
public struct ExponentialLR: Schedule {
    /// What the rate is multiplied by.
    public let gamma: Double

    /// A schedule of one factor.
    public init(gamma: Double) { self.gamma = gamma }

    public mutating func start(at base: Double) -> Double { base }

    public mutating func step(from current: Double) -> Double { current * gamma }

    public var state: SavedState { [:] }

    public mutating func restore(_ state: SavedState) throws(StateError) {}
}
