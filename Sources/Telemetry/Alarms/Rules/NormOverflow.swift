/// A norm that overflows, as the source of the step reports it.
struct NormOverflow: AlarmDetector {
    static let rule = AlarmRule.normOverflow

    private var recovery = RecoveryStreak()
    private var lastNorm: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        guard let norm = step.norm else { return }
        if norm.isFinite {
            lastNorm = norm
            if recovery.isActive { recovery.pass(Self.rule, &alarms) }
        } else if let fault = record.alarms.first(where: { $0.kind == .normOverflow }) {
            recovery.fail()
            alarms.raise(Self.rule, subject: fault.parameter, step: step.step, value: norm, usual: lastNorm)
        }
    }
}
