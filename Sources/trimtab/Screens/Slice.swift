import Telemetry

/// A few milliseconds of work between two checks for keys and signals.
struct Slice {
    /// Seconds, far too few to be noticed.
    private static let length = 0.008

    private let end = monotonicSeconds() + Self.length

    /// False when the time is used up.
    var isGoing: Bool { monotonicSeconds() < end }
}
