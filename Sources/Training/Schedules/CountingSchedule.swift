/// A schedule whose next rate depends on the current one and on the number of steps so far.
///
///     struct Halving: CountingSchedule {
///         var stepCount = 0
///
///         func nextRate(from current: Double) -> Double { stepCount.isMultiple(of: 1000) ? current / 2 : current }
///     }
///
/// It starts at the base rate. Its state has the count as "epoch", as PyTorch's `last_epoch`.
public protocol CountingSchedule: Schedule {
    /// Steps since the start: 0 for the first rate.
    var stepCount: Int { get set }

    /// The rate after `stepCount` steps, from the rate before the last of them.
    func nextRate(from current: Double) -> Double
}

extension CountingSchedule {
    public mutating func start(at base: Double) -> Double {
        stepCount = 0
        return base
    }

    public mutating func step(from current: Double) -> Double {
        stepCount += 1
        return nextRate(from: current)
    }

    public var state: SavedState { ["epoch": .integer(stepCount)] }

    public mutating func restore(_ state: SavedState) throws(StateError) { stepCount = try state.integer("epoch") }
}
