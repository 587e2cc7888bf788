import Telemetry

/// The recent duration of steps, and the data per step.
struct StepTiming: Equatable, Sendable {
    /// The duration of a step in seconds, without waits.
    private(set) var seconds = RunningMean()
    private var samplesPerStep = RunningMean()
    private var tokensPerStep = RunningMean()
    private var samplesPerSecond = RunningMean()
    private var tokensPerSecond = RunningMean()

    mutating func add(_ record: borrowing StepRecord) {
        samplesPerSecond.add(record.samplesPerSecond)
        tokensPerSecond.add(record.tokensPerSecond)
        guard let own = record.stepSeconds else { return }
        seconds.add(own)
        // Steps report their rates without waits.
        samplesPerStep.add(record.samplesPerSecond.map { $0 * own })
        tokensPerStep.add(record.tokensPerSecond.map { $0 * own })
    }

    /// The throughput per second of wall time, and its unit.
    ///
    /// - Parameter stepsPerSecond: by wall time; nil if unknown.
    func throughput(stepsPerSecond: Double?) -> (rate: Double, unit: String)? {
        if seconds.rate != nil {
            guard let stepsPerSecond else { return nil }
            if let tokens = tokensPerStep.rate { return (tokens * stepsPerSecond, "tokens") }
            return samplesPerStep.rate.map { ($0 * stepsPerSecond, "samples") }
        }
        if let rate = tokensPerSecond.rate { return (rate, "tokens") }
        return samplesPerSecond.rate.map { ($0, "samples") }
    }
}
