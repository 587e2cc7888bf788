/// Counts of what clipping did to some steps.
struct ClipCounts: Equatable, Sendable {
    /// Steps whose norm was NaN or infinite; they are in no other figure.
    private(set) var nonFinite = 0
    /// How many of the steps of which it is known were clipped.
    private(set) var clipped = 0
    private(set) var decided = 0
    private var coefficientSum = 0.0
    private var coefficientCount = 0

    mutating func append(_ step: ClipStep) {
        guard step.norm.isFinite else { return nonFinite += 1 }
        if let isClipped = step.isClipped {
            decided += 1
            clipped += isClipped ? 1 : 0
        }
        guard step.coefficient.isFinite else { return }
        coefficientSum += step.coefficient
        coefficientCount += 1
    }

    mutating func add(_ other: ClipCounts) {
        nonFinite += other.nonFinite
        clipped += other.clipped
        decided += other.decided
        coefficientSum += other.coefficientSum
        coefficientCount += other.coefficientCount
    }

    /// Share of the steps that were clipped; nil where it is known of none.
    var rate: Double? { decided > 0 ? Double(clipped) / Double(decided) : nil }

    /// The share of the gradient removed from the mean step; nil where it is known of none.
    var removed: Double? { coefficientCount > 0 ? 1 - coefficientSum / Double(coefficientCount) : nil }
}
