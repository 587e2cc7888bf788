/// The rate is multiplied by gamma after every step. An operator's change persists.
/// `torch.optim.lr_scheduler.ExponentialLR`.
public struct ExponentialLR: Schedule {
    /// The factor of the rate.
    public let gamma: Double

    /// A schedule of one factor.
    public init(gamma: Double) { self.gamma = gamma }

    public mutating func start(at base: Double) -> Double { base }

    public mutating func step(from current: Double) -> Double { current * gamma }

    public var state: SavedState { [:] }

    public mutating func restore(_ state: SavedState) throws(StateError) {}
}
