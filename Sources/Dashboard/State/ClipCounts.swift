/// Counts of the effect of clipping on steps.
struct ClipCounts: Equatable, Sendable {
    /// Steps whose norm was NaN or infinite; excluded from the other counts.
    private(set) var nonFinite = 0
    /// Steps that were clipped.
    private(set) var clipped = 0
    /// Steps of which it is known whether they were clipped.
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

    /// The share of steps that were clipped; nil if it is known of none.
    var rate: Double? { decided > 0 ? Double(clipped) / Double(decided) : nil }

    /// The mean share of the gradient removed; nil if it is known of no step.
    var removed: Double? { coefficientCount > 0 ? 1 - coefficientSum / Double(coefficientCount) : nil }
}
