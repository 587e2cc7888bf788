/// A decision that is asked for before it is carried out.
enum Question: Equatable, Sendable {
    /// Stop the run?
    case stop
    /// Leave while a run of ours is going?
    case quit

    var text: String {
        switch self {
        case .stop: "Stop the run before its next step?"
        case .quit: "The run is going."
        }
    }

    var choices: String {
        switch self {
        case .stop: "y stop   Esc go on"
        case .quit: "s stop it and quit   Esc stay"
        }
    }
}
