/// Spikes of one number of the steps.
struct SpikeRule<Number: SpikingNumber>: AlarmDetector {
    static var rule: AlarmRule { Number.rule }

    private var detector = SpikeDetector(Number.rule, leastFactor: Number.leastFactor)

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let number = Number.number(of: step) { detector.observe(number, step: step.step, &book) }
    }

    mutating func rewind(to step: Int) { detector.rewind(to: step) }
}

/// A number of the steps that is watched for spikes.
protocol SpikingNumber: Sendable {
    static var rule: AlarmRule { get }
    /// A spike is at least this many times the median.
    static var leastFactor: Double { get }

    static func number(of step: StepNumbers) -> Double?
}

enum LossSpike: SpikingNumber {
    static let rule = AlarmRule.lossSpike
    static let leastFactor = 1.25

    @inline(__always)
    static func number(of step: StepNumbers) -> Double? { step.loss }
}

enum NormSpike: SpikingNumber {
    static let rule = AlarmRule.normSpike
    static let leastFactor = 2.0

    @inline(__always)
    static func number(of step: StepNumbers) -> Double? { step.norm }
}
