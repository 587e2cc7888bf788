/// How a run ended.
public struct End: Equatable, Sendable {
    public var outcome: Outcome
    /// The last step computed; 0 when there was none.
    public var step: Int
    /// Why, for a run that failed.
    public var reason: String?

    public init(outcome: Outcome, step: Int, reason: String? = nil) {
        (self.outcome, self.step, self.reason) = (outcome, step, reason)
    }
}

/// Whether a run was finished, stopped by its operator, or failed.
public enum Outcome: String, Sendable {
    case finished, stopped, failed
}
