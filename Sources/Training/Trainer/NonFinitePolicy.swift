/// The response of a run to a loss or a gradient norm that is NaN or infinite. The step is recorded in every case.
public enum NonFinitePolicy: String, CaseIterable, Sendable {
    /// Skip the update and hold the run; stop it if nobody watches.
    case pause
    /// Skip the update and end the run as failed.
    case stop
    /// Skip the update and continue with the next batch.
    case skip
    /// Apply the update, as PyTorch does.
    case `continue`
}
