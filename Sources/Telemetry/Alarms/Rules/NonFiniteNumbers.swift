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
struct NonFiniteNumbers: AlarmDetector {
    static let rule = AlarmRule.nonFinite
    /// Finite steps in a row that end the alarm.
    static let patience = 10

    private var isActive = false
    private var soundSteps = 0
    private var lastLoss: Double?
    private var lastNorm: Double?

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        let (loss, norm) = (step.loss, step.norm)
        if (loss ?? 0).isFinite, (norm ?? 0).isFinite {
            (lastLoss, lastNorm) = (loss ?? lastLoss, norm ?? lastNorm)
            if isActive { passSound(&book) }
        } else {
            find(record, &book)
        }
    }

    private mutating func find(_ step: borrowing StepRecord, _ book: inout AlarmBook) {
        let faults = step.alarms
        let isLoss = !(step.loss ?? 0).isFinite
        if !isLoss, faults.contains(where: { $0.kind == .normOverflow }) { return }
        (isActive, soundSteps) = (true, 0)
        book.hold(
            Self.rule,
            subject: faults.lazy.compactMap(\.parameter).first,
            step: step.step,
            value: (isLoss ? step.loss : step.gradNorm) ?? .nan,
            usual: isLoss ? lastLoss : lastNorm
        )
    }

    private mutating func passSound(_ book: inout AlarmBook) {
        soundSteps += 1
        guard soundSteps >= Self.patience else { return }
        isActive = false
        book.end(Self.rule)
    }
}
