import Testing

@testable import Terminal

/// Under which names a terminal is looked for.
@Suite struct TerminalFamilyTests {
    @Test(
        arguments: [
            ("xterm-ghostty", false, ["xterm-ghostty", "xterm-256color", "xterm"]),
            ("xterm-kitty", false, ["xterm-kitty", "xterm-256color", "xterm"]),
            ("foot", false, ["foot", "xterm-256color", "xterm"]),
            ("foot-extra", false, ["foot-extra", "xterm-256color", "xterm"]),
            ("alacritty-direct", false, ["alacritty-direct", "xterm-256color", "xterm"]),
            ("wezterm", false, ["wezterm", "xterm-256color", "xterm"]),
            ("rio", false, ["rio", "xterm-256color", "xterm"]),
            ("contour-latest", false, ["contour-latest", "xterm-256color", "xterm"]),
            ("st-256color", false, ["st-256color", "xterm-256color", "xterm"]),
            ("tmux-direct", false, ["tmux-direct", "tmux-256color", "screen-256color", "screen"]),
            ("screen.xterm-new", true, ["screen.xterm-new", "tmux-256color", "screen-256color", "screen"]),
            ("rxvt-unicode", false, ["rxvt-unicode", "rxvt-256color", "rxvt", "xterm-256color", "xterm"]),
            ("linux-16color", false, ["linux-16color", "linux"]),
            ("vt220-8bit", false, ["vt220-8bit", "vt220", "vt100"]),
            ("xterm", false, ["xterm", "xterm-256color"]),
            // Those that nobody has heard of: a terminal with COLORTERM is one of today.
            ("brandnew", true, ["brandnew", "xterm-256color", "xterm"]), ("brandnew", false, ["brandnew"]),
            ("stone", false, ["stone"]), ("adm3a", false, ["adm3a"]),
        ]
    ) func candidates(_ term: String, _ hasColor: Bool, _ expected: [String]) {
        #expect(TerminalFamily.candidates(for: term, hasColor: hasColor) == expected)
    }
}
