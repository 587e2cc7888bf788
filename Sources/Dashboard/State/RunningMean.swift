/// The running mean of a rate that every step reports, over about the last fifty steps.
public struct RunningMean: Sendable, Equatable {
    private static let span = 50.0

    private var mean = 0.0
    private var count = 0.0

    public init() {}

    /// Adds a step's rate; one that is absent or not finite changes nothing.
    public mutating func add(_ rate: Double?) {
        guard let rate, rate.isFinite else { return }
        count = min(count + 1, Self.span)
        mean += (rate - mean) / count
    }

    /// Nil before the first.
    public var rate: Double? { count > 0 ? mean : nil }
}
