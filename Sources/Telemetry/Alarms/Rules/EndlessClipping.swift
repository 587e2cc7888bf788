extension AlarmRule {
    /// Clipping has shortened every gradient for long. Its value is the mean share of the gradient that is left.
    public static let endlessClipping = AlarmRule("clip_always", title: "clipping shortens every step", unit: .share)
}

/// Norm clipping at every step, where the optimizer minds the scale of the gradient.
struct EndlessClipping: AlarmDetector {
    static let rule = AlarmRule.endlessClipping
    /// Steps in a row that make an alarm; where each of them loses nine tenths of its gradient, fewer do.
    static let length = 200
    static let drasticLength = 50
    static let drasticFactor = 0.1

    /// Steps between two times that one which lasts is looked at.
    private static let interval = 64

    private var drastic = 0
    private var mean = 1.0
    private var isActive = false
    /// Clipped steps that the alarm does not count yet, and the last of them.
    private var uncounted = 0
    private var last = 0
    /// Grows by 20 with each step that is not clipped, and falls by 1 with each that is.
    private var relief = 0

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if book.clipping.clipped > 0 {
            passClipped(step.step, &book)
        } else if isActive || drastic > 0 {
            passUntouched(&book)
        }
    }

    private mutating func passClipped(_ step: Int, _ book: inout AlarmBook) {
        if isActive, book.clipping.isFresh { finish(&book) }
        let factor = book.clipping.factor
        guard factor.isFinite else { return }
        let count = book.clipping.clipped
        drastic = factor < Self.drasticFactor ? drastic + 1 : 0
        mean = !isActive && count < 100 ? mean + (factor - mean) / Double(count) : 0.99 * mean + 0.01 * factor
        (last, uncounted) = (step, uncounted + 1)
        if relief > 0 { relief -= 1 }
        if isActive {
            if uncounted == Self.interval { hold(count, &book) }
        } else if count >= Self.length || drastic >= Self.drasticLength, book.isScaleInvariant != true {
            isActive = true
            hold(count, &book)
        }
    }

    private mutating func hold(_ count: Int, _ book: inout AlarmBook) {
        book.hold(
            Self.rule,
            since: last - count + 1,
            step: last,
            count: count,
            more: uncounted,
            value: mean,
            usual: 1
        )
        uncounted = 0
    }

    private mutating func passUntouched(_ book: inout AlarmBook) {
        drastic = 0
        relief += 20
        if isActive, relief > 200 || book.clipping.isFresh { finish(&book) }
    }

    private mutating func finish(_ book: inout AlarmBook) {
        if isActive { book.end(Self.rule, after: last, more: uncounted) }
        self = EndlessClipping()
    }
}
