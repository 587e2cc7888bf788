import Telemetry

/// A stretch of a recording, read again for its single steps, since the far past is kept in coarse buckets.
struct Detail: Sendable {
    /// The positions on the step axis.
    let positions: ClosedRange<Int>
    /// The state after the events of the stretch; its series begin with the stretch.
    private(set) var state = RunState()
    /// The index of the next event to apply.
    private(set) var next: Int
    private let end: Int

    /// - Parameter indices: the indices of the events of the stretch.
    init(_ positions: ClosedRange<Int>, _ indices: Range<Int>) {
        self.positions = positions
        (next, end) = (indices.lowerBound, indices.upperBound)
    }

    /// True if exactly the played events of the stretch have been applied.
    func isWhole(playedCount: Int) -> Bool { next == min(end, playedCount) }

    /// True if it can be used for a part of the axis.
    func serves(_ part: ClosedRange<Int>, playedCount: Int) -> Bool {
        next <= playedCount
            && (part == positions
                || positions.lowerBound <= part.lowerBound && part.upperBound <= positions.upperBound
                    && isWhole(playedCount: playedCount) && !state.isCoarse(over: part))
    }

    /// Applies at most `limit` more events, as far as they have been played.
    mutating func extend(by limit: Int, of recording: Recording, playedCount: Int) {
        let count = max(0, min(limit, min(end, playedCount) - next))
        recording.deliver(next..<next + count, to: &state)
        next += count
    }
}

extension RunState {
    /// True if a chart of these positions would show coarse buckets.
    func isCoarse(over positions: ClosedRange<Int>) -> Bool {
        let steps = positions.lowerBound..<positions.upperBound + 1
        let width = max(loss.width(over: steps), gradNorm.width(over: steps))
        return width > max(1, steps.count / Series.perScale)
    }
}
