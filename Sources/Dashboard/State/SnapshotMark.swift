import Telemetry

/// A snapshot that a run may be rewound to.
public struct SnapshotMark: Equatable, Sendable {
    /// The last step computed before it.
    public var step: Int
    /// That step, as it was told; nil when the telling was missed.
    public var record: StepRecord?
    /// When it was taken, in the run's seconds.
    public var time: Double
}

/// What a rewind took back, to be seen behind what comes in its place.
public struct TakenBack: Equatable, Sendable {
    public var loss = Series()
    public var gradNorm = Series()

    /// The last step taken back; nil when nothing was.
    public var lastStep: Int? { loss.isEmpty && gradNorm.isEmpty ? nil : max(loss.lastStep, gradNorm.lastStep) }
}
