/// A report of a run: one line of the wire, of the machine log and of a recording.
///
/// Indirect cases keep an event as small as a step, since millions of them are copied.
public enum Event: Equatable, Sendable {
    /// The first line of a run: its name, settings and abilities.
    indirect case run(Run)
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
    /// A problem other than a step's numbers.
    case warning(Warning)
    /// An alarm was raised, lasts, or is over.
    indirect case alarm(AlarmReport)
    /// On a link to a run only: the history is complete, later events are live. `step` is the last one computed so far.
    case live(step: Int)
    /// On a link to a run only: the number of steps not sent, because this viewer reads too slowly.
    case gap(steps: Int)
    /// The last line of a run.
    case end(End)
}
