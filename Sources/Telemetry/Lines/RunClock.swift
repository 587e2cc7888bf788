/// Converts the times of steps into seconds of the run. A source may have a clock that starts with the run, Unix time, or none.
public struct RunClock: Sendable {
    /// Times from here on (thirty years) are Unix time, not a duration.
    private static let leastUnixTime = 1e9

    /// The Unix time at 0 seconds of the run; nil before the first such time.
    private var start: Double?
    /// The clock of arrival at 0 seconds of the run; nil before it is used.
    private var arrivalStart: Double?
    /// Seconds of the latest step.
    private var latest = 0.0

    public init() {}

    /// The time of the next step, in seconds of the run.
    ///
    /// - Parameters:
    ///   - time: the time in the step's line; NaN if it has none.
    ///   - arrival: the time of arrival of its line; nil if the line was written earlier.
    /// - Returns: a finite number. Without a clock, the time of the previous step.
    mutating func seconds(_ time: Double, arrival: Double?) -> Double {
        if time.isFinite {
            if time >= Self.leastUnixTime, start == nil { start = time - latest }
            latest = time >= Self.leastUnixTime ? time - (start ?? 0) : time
        } else if let arrival {
            if arrivalStart == nil { arrivalStart = arrival - latest }
            latest = arrival - (arrivalStart ?? 0)
        }
        return latest
    }
}
