/// Norm clipping at every step, where the optimizer depends on the scale of the gradient.
struct ClipAlways: AlarmDetector {
    static let rule = AlarmRule.clipAlways
    /// Steps in a row that make an alarm; where each of them loses nine tenths of its gradient, fewer do.
    static let length = 200
    static let drasticLength = 50
    static let drasticFactor = 0.1

    private var alarm = ClipAlarm(Self.rule)
    private var drastic = 0
    private var mean = 1.0
    /// Grows by 20 with each step that is not clipped, and falls by 1 with each that is.
    private var relief = 0

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if book.clipping.clipped > 0 {
            passClipped(step.step, &book)
        } else if alarm.isActive || drastic > 0 {
            passUntouched(&book)
        }
    }

    private mutating func passClipped(_ step: Int, _ book: inout AlarmBook) {
        if alarm.isActive, book.clipping.isFresh { finish(&book) }
        let factor = book.clipping.factor
        guard factor.isFinite else { return }
        let count = book.clipping.clipped
        drastic = factor < Self.drasticFactor ? drastic + 1 : 0
        mean = !alarm.isActive && count < 100 ? mean + (factor - mean) / Double(count) : 0.99 * mean + 0.01 * factor
        alarm.append(step)
        if relief > 0 { relief -= 1 }
        let isRaised = (count >= Self.length || drastic >= Self.drasticLength) && book.isScaleInvariant != true
        if alarm.isActive ? alarm.isDue : isRaised { alarm.hold(count, value: mean, usual: 1, &book) }
    }

    private mutating func passUntouched(_ book: inout AlarmBook) {
        drastic = 0
        relief += 20
        if alarm.isActive, relief > 200 || book.clipping.isFresh { finish(&book) }
    }

    private mutating func finish(_ book: inout AlarmBook) {
        alarm.end(&book)
        self = ClipAlways()
    }
}
