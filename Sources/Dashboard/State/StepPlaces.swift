import Telemetry

/// Where the steps of a run lie on the step axis: each at its own number, until the count restarts or jumps; from there
/// on the steps follow those before them, whatever their numbers.
struct StepPlaces: Equatable, Sendable {
    /// Restarts of the numbers that are kept; of more the oldest are forgotten.
    private static let limit = 1024
    /// The farthest place at which numbers restart: the numbers themselves go to 2⁵³, and may restart without end.
    private static let farthest = 1 << 56

    private struct Stretch: Equatable {
        /// The place and the number of its first step.
        var place: Int
        var step: Int
    }

    private var stretches: [Stretch] = []

    /// From the number of a step of the latest stretch to its place.
    var offset: Int { stretches.last.map { $0.place - $0.step } ?? 0 }

    /// The place of a step of the latest stretch.
    func place(of step: Int) -> Int { step + offset }

    /// The number of the step at a place; nil where it has been forgotten.
    func step(at place: Int) -> Int? {
        guard let first = stretches.first else { return place }
        if place < first.place { return stretches.count < Self.limit ? place : nil }
        let index = stretches.partitioningIndex { $0.place > place } - 1
        return stretches[index].step + (place - stretches[index].place)
    }

    /// Lets a step lie at a place, and those that follow it behind.
    mutating func begin(_ step: Int, at place: Int) {
        if stretches.count == Self.limit { stretches.removeFirst() }
        stretches.append(Stretch(place: min(place, Self.farthest), step: step))
    }
}
