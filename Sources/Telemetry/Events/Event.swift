/// Something a run reports: one line of the wire, of the machine log and of a recording.
public enum Event: Equatable, Sendable {
    /// The first line of a run: what it is, what can be set, what it can do.
    case run(Run)
    /// One optimizer step, applied or skipped.
    case step(StepRecord)
    /// A command took effect.
    case applied(Applied)
    /// A command was refused.
    case rejected(Rejected)
    /// The model was measured on held-out data.
    case evaluation(Evaluation)
    /// A checkpoint was written, or could not be.
    case checkpoint(CheckpointReport)
    /// A snapshot was made, to which the run may be rewound.
    case snapshot(SnapshotReport)
    /// Something looks wrong with the run, beside the numbers of its steps.
    case warning(Warning)
    /// A rule found something wrong with the run, or found it over.
    case alarm(AlarmReport)
    /// On a link to a run only: the history is over, and what follows happens now. The last step computed so far.
    case live(step: Int)
    /// On a link to a run only: the number of steps that were not sent, because this viewer reads too slowly.
    case gap(steps: Int)
    /// The last line of a run.
    case end(End)
}
