extension AlarmRule {
    /// A loss far above those before it.
    public static let lossSpike = AlarmRule("loss_spike", title: "training loss spike", extreme: .highest)
}

/// Spikes of the training loss.
struct LossSpike: AlarmDetector {
    static let rule = AlarmRule.lossSpike

    private var detector = SpikeDetector(Self.rule, leastFactor: 1.25)

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let loss = step.loss { detector.take(loss, step: step.step, &book) }
    }

    mutating func rewind(to step: Int) { detector.rewind(to: step) }
}
