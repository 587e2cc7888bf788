/// Clipping that is on and without effect.
struct ClipIdle: AlarmDetector {
    static let rule = AlarmRule.clipIdle
    static let length = 1000

    private var alarm = ClipAlarm(Self.rule)
    private var largest = 0.0

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        let count = book.clipping.untouched
        guard count > 0 else { return finish(&book) }
        if book.clipping.isFresh { finish(&book) }
        if let norm = step.norm, norm > largest { largest = norm }
        alarm.append(step.step)
        guard count >= Self.length, !alarm.isActive || alarm.isDue else { return }
        alarm.hold(count, value: largest, usual: record.maxNorm, &book)
    }

    private mutating func finish(_ book: inout AlarmBook) {
        alarm.end(&book)
        largest = 0
    }
}
