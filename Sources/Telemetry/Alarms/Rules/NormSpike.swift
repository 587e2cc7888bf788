extension AlarmRule {
    /// A gradient norm far above those before it.
    public static let normSpike = AlarmRule("norm_spike", title: "gradient norm spike", extreme: .highest)
}

/// Spikes of the gradient norm before clipping.
struct NormSpike: AlarmDetector {
    static let rule = AlarmRule.normSpike

    private var detector = SpikeDetector(Self.rule, leastFactor: 2)

    @inline(__always)
    mutating func take(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let norm = step.norm { detector.take(norm, step: step.step, &book) }
    }

    mutating func rewind(to step: Int) { detector.rewind(to: step) }
}
