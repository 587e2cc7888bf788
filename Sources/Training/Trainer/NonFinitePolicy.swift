/// What a run does when its loss or its gradient norm is NaN or infinite. The step is recorded in every case.
public enum NonFinitePolicy: String, CaseIterable, Sendable {
    /// Withhold the update and hold the run; without anyone watching, stop.
    case pause
    /// Withhold the update and end the run as failed.
    case stop
    /// Skip the update and continue with the next batch.
    case skip
    /// Take the update as PyTorch does.
    case `continue`
}
