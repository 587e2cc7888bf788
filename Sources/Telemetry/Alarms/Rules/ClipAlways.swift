/// Norm clipping of every step, with an optimizer that depends on the scale of the gradient.
struct ClipAlways: AlarmDetector {
    static let rule = AlarmRule.clipAlways
    /// Consecutive steps that raise the alarm; fewer if each loses nine tenths of its gradient.
    static let length = 200
    static let drasticLength = 50
    static let drasticFactor = 0.1

    private var alarm = ClipAlarm(Self.rule)
    private var drastic = 0
    private var mean = 1.0
    /// Grows by 20 with each unclipped step, falls by 1 with each clipped one; above 200 the alarm ends.
    private var relief = 0

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if alarms.clipping.clipped > 0 {
            passClipped(step.step, &alarms)
        } else if alarm.isActive || drastic > 0 {
            passUntouched(&alarms)
        }
    }

    private mutating func passClipped(_ step: Int, _ alarms: inout ActiveAlarms) {
        if alarm.isActive, alarms.clipping.isFresh { finish(&alarms) }
        let factor = alarms.clipping.factor
        guard factor.isFinite else { return }
        let count = alarms.clipping.clipped
        drastic = factor < Self.drasticFactor ? drastic + 1 : 0
        mean = !alarm.isActive && count < 100 ? mean + (factor - mean) / Double(count) : 0.99 * mean + 0.01 * factor
        alarm.append(step)
        if relief > 0 { relief -= 1 }
        let isRaised = (count >= Self.length || drastic >= Self.drasticLength) && alarms.isScaleInvariant != true
        if alarm.isActive ? alarm.isDue : isRaised { alarm.raise(count, value: mean, usual: 1, &alarms) }
    }

    private mutating func passUntouched(_ alarms: inout ActiveAlarms) {
        drastic = 0
        relief += 20
        if alarm.isActive, relief > 200 || alarms.clipping.isFresh { finish(&alarms) }
    }

    private mutating func finish(_ alarms: inout ActiveAlarms) {
        alarm.end(&alarms)
        self = ClipAlways()
    }
}
