extension AlarmRule {
    /// Clipping is on and has shortened no gradient for long. Its value is the largest norm, held against max_norm.
    public static let idleClipping = AlarmRule(
        "clip_idle",
        title: "clipping never acts",
        severity: .note,
        extreme: .highest
    )
}

/// Clipping that is on and without effect.
struct IdleClipping: AlarmDetector {
    static let rule = AlarmRule.idleClipping
    static let length = 1000

    /// Steps between two times that one which lasts is looked at.
    private static let interval = 64

    private var largest = 0.0
    private var last = 0
    private var uncounted = 0
    private var isActive = false

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        let count = book.clipping.untouched
        guard count > 0 else { return finish(&book) }
        if book.clipping.isFresh { finish(&book) }
        if let norm = step.norm, norm > largest { largest = norm }
        (last, uncounted) = (step.step, uncounted + 1)
        if count >= Self.length, !isActive || uncounted == Self.interval { hold(count, record.maxNorm, &book) }
    }

    private mutating func hold(_ count: Int, _ maxNorm: Double?, _ book: inout AlarmBook) {
        isActive = true
        book.hold(
            Self.rule,
            since: last - count + 1,
            step: last,
            count: count,
            more: uncounted,
            value: largest,
            usual: maxNorm
        )
        uncounted = 0
    }

    private mutating func finish(_ book: inout AlarmBook) {
        if isActive { book.end(Self.rule, after: last, more: uncounted) }
        (largest, uncounted, isActive) = (0, 0, false)
    }
}
