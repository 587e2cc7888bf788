/// Loss or gradient norm that is not finite, where it is not the norm alone that overflows.
struct NonFinite: AlarmDetector {
    static let rule = AlarmRule.nonFinite

    private var soundSteps = SoundSteps()
    private var lastLoss: Double?
    private var lastNorm: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        let (loss, norm) = (step.loss, step.norm)
        if (loss ?? 0).isFinite, (norm ?? 0).isFinite {
            (lastLoss, lastNorm) = (loss ?? lastLoss, norm ?? lastNorm)
            if soundSteps.isActive { soundSteps.pass(Self.rule, &book) }
        } else {
            find(record, &book)
        }
    }

    private mutating func find(_ step: borrowing StepRecord, _ book: inout AlarmBook) {
        let faults = step.alarms
        let isLoss = !(step.loss ?? 0).isFinite
        if !isLoss, faults.contains(where: { $0.kind == .normOverflow }) { return }
        soundSteps.fail()
        book.hold(
            Self.rule,
            subject: faults.lazy.compactMap(\.parameter).first,
            step: step.step,
            value: (isLoss ? step.loss : step.gradNorm) ?? .nan,
            usual: isLoss ? lastLoss : lastNorm
        )
    }
}
