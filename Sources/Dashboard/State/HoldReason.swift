import Telemetry

/// Why a run is held before its next step.
enum HoldReason: Equatable, Sendable {
    case byOperator
    /// Another sender, by the name that signed the command.
    case by(String)
    /// A step had numbers that were not finite, and the run's policy is to pause then.
    case nonFiniteStep

    /// - Parameter author: who signed the pause.
    init(_ author: String) {
        switch author {
        case "", "dashboard": self = .byOperator
        case Applied.nonFinitePolicy: self = .nonFiniteStep
        default: self = .by(author)
        }
    }

    /// For the list of events, where what an operator did bears no name.
    var text: String { self == .byOperator ? "paused before this step" : "paused\(suffix)" }

    /// What follows "paused".
    var suffix: String {
        switch self {
        case .byOperator: " by operator"
        case .by(let author): " by \(author)"
        case .nonFiniteStep: ": non-finite step"
        }
    }
}
