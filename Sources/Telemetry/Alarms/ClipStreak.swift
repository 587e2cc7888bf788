/// Steps in a row that norm clipping has shortened, or left as they were, under one threshold.
struct ClipStreak: Sendable {
    private(set) var clipped = 0
    private(set) var untouched = 0
    /// What was left of the latest gradient; NaN where it was not clipped by norm, and where its norm is not finite, which
    /// says nothing of clipping.
    private(set) var factor = Double.nan
    /// True at the first step under a threshold, and where nothing is clipped by norm.
    private(set) var isFresh = true
    private var maxNorm: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord) {
        let maxNorm = record.maxNorm
        isFresh = maxNorm != self.maxNorm
        if isFresh { (clipped, untouched, self.maxNorm) = (0, 0, maxNorm) }
        factor = .nan
        guard let norm = step.norm else { return forget() }
        guard norm.isFinite else { return }
        guard let factor = Self.factor(of: record) else { return forget() }
        self.factor = factor
        if factor < StepRecord.unclippedFrom {
            clipped += 1
            untouched = 0
        } else {
            untouched += 1
            clipped = 0
        }
    }

    private mutating func forget() { (clipped, untouched, isFresh) = (0, 0, true) }

    /// Nil where the step was not clipped by norm.
    @inline(__always)
    private static func factor(of record: borrowing StepRecord) -> Double? {
        if let factor = record.clipCoefficient { return factor }
        if record.clipKind != .norm, record.clip != nil { return nil }
        return record.keptShare
    }
}
