public import Telemetry

/// Where a run stands, as far as its events tell.
public enum Phase: Equatable, Sendable {
    /// Nothing has come yet.
    case waiting
    case running
    case paused
    /// All planned steps are done; the run holds, and may be rewound, or run further, until it is stopped.
    case complete
    /// Running on, to hold before the step named.
    case advancing(until: Int)
    /// A stop was applied; the end is to come.
    case stopping
    case ended(End)
    /// The events broke off without an end.
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
