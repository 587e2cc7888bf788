import Telemetry

/// Maps steps to positions on the step axis: each step to its own number, until the count restarts or jumps; from there on
/// positions continue after the preceding ones.
struct StepPositions: Equatable, Sendable {
    /// The most restarts kept; beyond it the oldest are forgotten.
    private static let limit = 1024
    /// The largest position of a restart, to bound positions: step numbers go to 2⁵³, and may restart any number of times.
    private static let farthest = 1 << 56

    private struct Stretch: Equatable {
        /// The position of its first step.
        var position: Int
        var step: Int
    }

    private var stretches: [Stretch] = []

    /// The position minus the number of a step of the latest stretch.
    var offset: Int { stretches.last.map { $0.position - $0.step } ?? 0 }

    /// The position of a step of the latest stretch.
    func position(of step: Int) -> Int { step + offset }

    /// The number of the step at a position; nil if it has been forgotten.
    func step(at position: Int) -> Int? {
        guard let first = stretches.first else { return position }
        if position < first.position { return stretches.count < Self.limit ? position : nil }
        let index = stretches.partitioningIndex { $0.position > position } - 1
        return stretches[index].step + (position - stretches[index].position)
    }

    /// Begins a stretch with a step at a position.
    mutating func begin(_ step: Int, at position: Int) {
        if stretches.count == Self.limit { stretches.removeFirst() }
        stretches.append(Stretch(position: min(position, Self.farthest), step: step))
    }
}
