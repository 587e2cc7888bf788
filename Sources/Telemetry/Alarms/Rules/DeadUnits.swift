/// A share of dead units that stays above a half.
struct DeadUnits: AlarmDetector {
    static let rule = AlarmRule.deadUnits
    static let most = 0.5
    /// Consecutive inspections that raise the alarm.
    static let length = 10

    private var streak = FaultStreak(Self.rule)
    /// The moving average of the share in inspections without the fault; nil before the first.
    private var usual: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if let total = record.deadUnits { inspect(record, total, &alarms) }
    }

    private mutating func inspect(_ step: borrowing StepRecord, _ total: Double, _ alarms: inout ActiveAlarms) {
        let worst = step.deadLayers.max { $0.value < $1.value }
        let share = worst?.value ?? total
        guard share > (streak.isActive ? 0.9 * Self.most : Self.most) else { return pass(share, &alarms) }
        streak.append(step.step)
        guard streak.count >= Self.length else { return }
        streak.raise(worst?.name, step: step.step, value: share, usual: usual, &alarms)
    }

    private mutating func pass(_ share: Double, _ alarms: inout ActiveAlarms) {
        if share.isFinite { usual = usual.map { 0.9 * $0 + 0.1 * share } ?? share }
        streak.end(&alarms)
    }

    mutating func rewind(to step: Int) { streak.reset() }
}
