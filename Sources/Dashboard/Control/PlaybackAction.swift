public import Telemetry

/// An operator's control of a playback.
public enum PlaybackAction: Equatable, Sendable {
    case pauseOrPlay
    /// Whole steps forward, or backward when negative.
    case step(Int)
    case faster, slower
    /// A share of the whole recording, backward when negative.
    case seek(Double)
    case goTo(step: Int)
    case next(Playback.Stop)
    case previous(Playback.Stop)
    case toggleLoop
    /// Asks for the step to go to.
    case askStep
}
