/// Alternative terminal types for one that this machine has no description of.
enum TerminalFamily {
    /// Types to try in turn, the terminal's own first.
    ///
    /// - Parameters:
    ///   - term: the value of TERM.
    ///   - hasColor: true if COLORTERM is set: terminals that set it understand xterm's sequences.
    static func candidates(for term: String, hasColor: Bool) -> [String] {
        let family = families.first { family in family.names.contains { isMember(term, of: $0) } }?.types
        let others = family ?? (hasColor ? xterm : [])
        return [term] + others.filter { $0 != term }
    }

    private static let xterm = ["xterm-256color", "xterm"]

    private static let families: [(names: [String], types: [String])] = [
        (["tmux", "screen"], ["tmux-256color", "screen-256color", "screen"]),
        (["rxvt", "urxvt", "mrxvt"], ["rxvt-256color", "rxvt"] + xterm),
        (["linux"], ["linux"]),
        (["vt100", "vt102", "vt220", "vt320", "vt420", "vt520"], ["vt220", "vt100"]),
        (
            [
                "xterm", "alacritty", "contour", "foot", "ghostty", "gnome", "iterm", "iterm2", "kitty", "konsole",
                "mintty",
                "mlterm", "ms-terminal", "nsterm", "putty", "rio", "st", "terminator", "vscode", "vte", "wezterm",
                "zutty",
            ],
            xterm
        ),
    ]

    /// True for the name itself, and for a name that continues it after a dash, a plus sign or a dot.
    private static func isMember(_ term: String, of family: String) -> Bool {
        term == family || ["-", "+", "."].contains { term.hasPrefix(family + $0) }
    }
}
