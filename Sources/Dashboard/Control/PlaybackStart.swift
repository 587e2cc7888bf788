/// The position in a recording to begin at.
public enum PlaybackStart: Equatable, Sendable {
    /// Just after this step.
    case step(Int)
    case end
}
