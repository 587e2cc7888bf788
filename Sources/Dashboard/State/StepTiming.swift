import Telemetry

/// How long steps take of late, and how much data each of them sends through the model.
struct StepTiming: Equatable, Sendable {
    /// Seconds of a step, waits left out.
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
        // Steps report how fast they were themselves, without what they waited.
        samplesPerStep.add(record.samplesPerSecond.map { $0 * own })
        tokensPerStep.add(record.tokensPerSecond.map { $0 * own })
    }

    /// How fast data goes through the model, and what is counted.
    ///
    /// - Parameter stepsPerSecond: by the wall clock; nil while that is not known.
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
