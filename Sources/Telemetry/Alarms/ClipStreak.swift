/// Consecutive steps under one threshold that norm clipping has scaled down, or left unchanged.
struct ClipStreak: Sendable {
    private(set) var clipped = 0
    private(set) var untouched = 0
    /// The clip factor of the latest step; NaN if it was not clipped by norm, or if its norm is not finite.
    private(set) var factor = Double.nan
    /// True at the first step under a threshold, and for a step that is not clipped by norm.
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

    /// Nil if the step was not clipped by norm.
    @inline(__always)
    private static func factor(of record: borrowing StepRecord) -> Double? {
        if let factor = record.clipCoefficient { return factor }
        if record.clipKind != .norm, record.clip != nil { return nil }
        return record.keptShare
    }
}
