/// Spikes of one number, loss or gradient norm.
struct SpikeRule<Number: SpikingNumber>: AlarmDetector {
    static var rule: AlarmRule { Number.rule }

    private var detector = SpikeDetector(Number.rule, leastFactor: Number.leastFactor)

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if let number = Number.number(of: step) { detector.observe(number, step: step.step, &alarms) }
    }

    mutating func rewind(to step: Int) { detector.rewind(to: step) }
}

/// A number that is checked for spikes.
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
