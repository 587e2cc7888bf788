/// Clipping that is on and has no effect.
struct ClipIdle: AlarmDetector {
    static let rule = AlarmRule.clipIdle
    static let length = 1000

    private var alarm = ClipAlarm(Self.rule)
    private var largest = 0.0

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        let count = alarms.clipping.untouched
        guard count > 0 else { return finish(&alarms) }
        if alarms.clipping.isFresh { finish(&alarms) }
        if let norm = step.norm, norm > largest { largest = norm }
        alarm.append(step.step)
        guard count >= Self.length, !alarm.isActive || alarm.isDue else { return }
        alarm.raise(count, value: largest, usual: record.maxNorm, &alarms)
    }

    private mutating func finish(_ alarms: inout ActiveAlarms) {
        alarm.end(&alarms)
        largest = 0
    }
}
