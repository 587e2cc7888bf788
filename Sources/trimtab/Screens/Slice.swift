import Telemetry

/// A few milliseconds of work between two looks at the keys and the signals.
struct Slice {
    /// Seconds, far below what a person notices.
    private static let length = 0.008

    private let end = monotonicSeconds() + Self.length

    /// False when it is time to look up.
    var isGoing: Bool { monotonicSeconds() < end }
}
