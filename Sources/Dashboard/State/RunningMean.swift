/// The running mean of a number over about the last fifty steps.
public struct RunningMean: Sendable, Equatable {
    private static let span = 50.0

    private var mean = 0.0
    private var count = 0.0

    public init() {}

    /// Adds the number of a step; nil and non-finite numbers are ignored.
    public mutating func add(_ rate: Double?) {
        guard let rate, rate.isFinite else { return }
        count = min(count + 1, Self.span)
        mean += (rate - mean) / count
    }

    /// Nil before the first.
    public var rate: Double? { count > 0 ? mean : nil }
}
