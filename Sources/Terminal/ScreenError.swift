import Telemetry

/// The reason why there can be no screen. The caller then writes a log instead.
public enum ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard output is not a terminal.
    case notATerminal
    /// Standard input is not a terminal and the process has no /dev/tty.
    case noKeyboard
    case termUnset
    /// This machine has no description of a terminal of this name.
    case unknownTerm(String)
    /// The terminal of this name cannot position its cursor.
    case dumb(String)
    /// Another `Screen` is open in this process.
    case inUse
    /// The system refused a file, a pipe or memory.
    case failed

    public var description: String {
        switch self {
        case .notATerminal: "standard output is not a terminal"
        case .noKeyboard: "there is no terminal to read keys from"
        case .termUnset: "the environment variable TERM is not set; try TERM=xterm-256color trimtab …"
        case .unknownTerm(let name):
            "the terminal type '\(short(name))' (TERM) is not known on this machine; try TERM=xterm-256color trimtab …"
        case .dumb(let name): "the terminal type '\(short(name))' (TERM) cannot place its cursor"
        case .inUse: "this process already shows a screen"
        case .failed: "the terminal could not be opened"
        }
    }

    /// The name, made safe for printing, since it comes from the environment.
    private func short(_ name: String) -> String { printable(String(name.unicodeScalars.prefix(64))) }
}
