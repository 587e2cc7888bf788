/// A norm that overflows, as the source of the step has found.
struct NormOverflow: AlarmDetector {
    static let rule = AlarmRule.normOverflow

    private var soundSteps = SoundSteps()
    private var lastNorm: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        guard let norm = step.norm else { return }
        if norm.isFinite {
            lastNorm = norm
            if soundSteps.isActive { soundSteps.pass(Self.rule, &book) }
        } else if let fault = record.alarms.first(where: { $0.kind == .normOverflow }) {
            soundSteps.fail()
            book.hold(Self.rule, subject: fault.parameter, step: step.step, value: norm, usual: lastNorm)
        }
    }
}
