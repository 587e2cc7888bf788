import Telemetry

/// A stretch of a recording, read once more for its steps one by one: what is kept of the far past is coarse.
struct Detail: Sendable {
    /// The places on the step axis that it is for.
    let places: ClosedRange<Int>
    /// The state after the events of the stretch; its series begin with the stretch.
    private(set) var state = RunState()
    /// The event that comes next, and the one behind the stretch.
    private(set) var next: Int
    private let end: Int

    /// - Parameter indices: of the events of the stretch.
    init(_ places: ClosedRange<Int>, _ indices: Range<Int>) {
        self.places = places
        (next, end) = (indices.lowerBound, indices.upperBound)
    }

    /// True where it has all that has been played of it, and nothing more.
    func isWhole(playedCount: Int) -> Bool { next == min(end, playedCount) }

    /// Whether it serves for a part of it as well.
    func serves(_ part: ClosedRange<Int>, playedCount: Int) -> Bool {
        next <= playedCount
            && (part == places
                || places.lowerBound <= part.lowerBound && part.upperBound <= places.upperBound
                    && isWhole(playedCount: playedCount) && !state.isCoarse(over: part))
    }

    /// Applies up to that many more events, as far as they have been played.
    mutating func extend(by limit: Int, of recording: Recording, playedCount: Int) {
        let count = max(0, min(limit, min(end, playedCount) - next))
        recording.deliver(next..<next + count, to: &state)
        next += count
    }
}

extension RunState {
    /// Whether a picture of some places would show that the past is kept coarse.
    func isCoarse(over places: ClosedRange<Int>) -> Bool {
        let steps = places.lowerBound..<places.upperBound + 1
        let width = max(loss.width(over: steps), gradNorm.width(over: steps))
        return width > max(1, steps.count / Series.perScale)
    }
}
