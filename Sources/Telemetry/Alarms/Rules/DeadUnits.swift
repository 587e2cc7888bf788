/// A share of dead units that stays above a half.
struct DeadUnits: AlarmDetector {
    static let rule = AlarmRule.deadUnits
    static let most = 0.5
    /// Looks in a row that make an alarm.
    static let length = 10

    private var streak = FaultStreak(Self.rule)
    /// The mean share of the looks that found nothing, the latest of them weighted most.
    private var usual: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let total = record.deadUnits { look(record, total, &book) }
    }

    private mutating func look(_ step: borrowing StepRecord, _ total: Double, _ book: inout AlarmBook) {
        let worst = step.deadLayers.max { $0.value < $1.value }
        let share = worst?.value ?? total
        guard share > (streak.isActive ? 0.9 * Self.most : Self.most) else { return pass(share, &book) }
        streak.append(step.step)
        guard streak.count >= Self.length else { return }
        streak.hold(worst?.name, step: step.step, value: share, usual: usual, &book)
    }

    private mutating func pass(_ share: Double, _ book: inout AlarmBook) {
        if share.isFinite { usual = usual.map { 0.9 * $0 + 0.1 * share } ?? share }
        streak.end(&book)
    }

    mutating func rewind(to step: Int) { streak.reset() }
}
