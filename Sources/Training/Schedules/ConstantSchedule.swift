/// The same rate throughout.
public struct ConstantSchedule: Schedule {
    /// A schedule without settings.
    public init() {}

    public mutating func start(at base: Double) -> Double { base }

    public mutating func step(from current: Double) -> Double { current }

    public var state: SavedState { [:] }

    public mutating func restore(_ state: SavedState) throws(StateError) {}
}
