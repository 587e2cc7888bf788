/// The seconds of a run at each step, whatever clock its source has: one that starts with the run, the hour, or none.
public struct RunClock: Sendable {
    /// From here on a time is the hour in seconds since 1970 and not how long a run has taken: thirty years.
    private static let hour = 1e9

    /// What the source's clock showed when the run was at 0 seconds.
    private var start: Double?
    /// The same for the clock of arrival.
    private var arrivalStart: Double?
    /// Seconds of the latest step.
    private var latest = 0.0

    public init() {}

    /// The seconds of the next step.
    ///
    /// - Parameters:
    ///   - time: the time in the step; NaN when it has none.
    ///   - arrival: when its line came; nil when that says nothing about the run.
    /// - Returns: a finite number. Without any clock, the seconds of the step before.
    mutating func seconds(_ time: Double, arrival: Double?) -> Double {
        if time.isFinite {
            if time >= Self.hour, start == nil { start = time - latest }
            latest = time >= Self.hour ? time - (start ?? 0) : time
        } else if let arrival {
            if arrivalStart == nil { arrivalStart = arrival - latest }
            latest = arrival - (arrivalStart ?? 0)
        }
        return latest
    }
}
