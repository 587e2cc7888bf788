/// A decision that is asked for before it is carried out.
enum Question: Equatable, Sendable {
    /// Stop the run?
    case stop
    /// Leave while a run of ours is going, which may be left to itself or not?
    case quit(session: Int, mayDetach: Bool)

    var text: String {
        switch self {
        case .stop: "Stop the run before its next step?"
        case .quit: "Training is still running."
        }
    }

    var choices: String {
        switch self {
        case .stop: "y stop   Esc go on"
        case .quit(_, mayDetach: true): "s stop and quit   d leave it running   Esc cancel"
        case .quit: "s stop and quit   Esc cancel"
        }
    }
}
