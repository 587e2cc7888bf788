import Telemetry

/// The reason why a run is paused.
enum HoldReason: Equatable, Sendable {
    case byOperator
    /// Another sender, by the name that signed the command.
    case by(String)
    /// The run's policy is to pause after a non-finite step.
    case nonFiniteStep

    /// - Parameter author: the author of the pause.
    init(_ author: String) {
        switch author {
        case "", "dashboard": self = .byOperator
        case Applied.nonFinitePolicy: self = .nonFiniteStep
        default: self = .by(author)
        }
    }

    /// The text for the list of events.
    var text: String { self == .byOperator ? "paused before this step" : "paused\(suffix)" }

    /// The text after "paused".
    var suffix: String {
        switch self {
        case .byOperator: " by operator"
        case .by(let author): " by \(author)"
        case .nonFiniteStep: ": non-finite step"
        }
    }
}
