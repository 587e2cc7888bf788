public import Telemetry

/// The phase of a run by its events.
public enum Phase: Equatable, Sendable {
    /// No event has arrived yet.
    case waiting
    case running
    case paused
    /// All planned steps are done. The run is held until it is rewound, continued or stopped.
    case complete
    /// The run will pause before a step.
    case advancing(until: Int)
    /// A stop was applied; the end has not arrived yet.
    case stopping
    case ended(End)
    /// The link is over without an end of the run.
    case disconnected

    /// True while the run may still compute steps.
    public var isLive: Bool {
        switch self {
        case .ended, .disconnected: false
        default: true
        }
    }

    /// True while the run waits for a command.
    public var isHeld: Bool { self == .paused || self == .complete }
}
