/// A loss or gradient norm that is not finite, except a norm that only overflows.
struct NonFinite: AlarmDetector {
    static let rule = AlarmRule.nonFinite

    private var recovery = RecoveryStreak()
    private var lastLoss: Double?
    private var lastNorm: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        let (loss, norm) = (step.loss, step.norm)
        if (loss ?? 0).isFinite, (norm ?? 0).isFinite {
            (lastLoss, lastNorm) = (loss ?? lastLoss, norm ?? lastNorm)
            if recovery.isActive { recovery.pass(Self.rule, &alarms) }
        } else {
            find(record, &alarms)
        }
    }

    private mutating func find(_ step: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        let faults = step.alarms
        let isLoss = !(step.loss ?? 0).isFinite
        if !isLoss, faults.contains(where: { $0.kind == .normOverflow }) { return }
        recovery.fail()
        alarms.raise(
            Self.rule,
            subject: faults.lazy.compactMap(\.parameter).first,
            step: step.step,
            value: (isLoss ? step.loss : step.gradNorm) ?? .nan,
            usual: isLoss ? lastLoss : lastNorm
        )
    }
}
