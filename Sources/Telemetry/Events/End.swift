/// The end of a run.
public struct End: Equatable, Sendable {
    public var outcome: Outcome
    /// The last step computed; 0 when there was none.
    public var step: Int
    /// The reason, for a run that failed; nil otherwise.
    public var reason: String?

    public init(outcome: Outcome, step: Int, reason: String? = nil) {
        (self.outcome, self.step, self.reason) = (outcome, step, reason)
    }
}

/// The outcome of a run: finished, stopped by its operator, or failed.
public enum Outcome: String, Sendable {
    case finished, stopped, failed
}
