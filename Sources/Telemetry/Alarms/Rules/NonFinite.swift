extension AlarmRule {
    /// A loss or a gradient is NaN or infinite. Its value is that number; its subject the first parameter at fault.
    public static let nonFinite = AlarmRule(
        "non_finite",
        title: "loss or gradient not finite",
        withSubject: "not finite: %",
        severity: .critical
    )
}

/// Loss or gradient norm that is not finite, where it is not the norm alone that overflows.
struct NonFinite: AlarmDetector {
    static let rule = AlarmRule.nonFinite

    private var soundSteps = SoundSteps()
    private var lastLoss: Double?
    private var lastNorm: Double?

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
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
