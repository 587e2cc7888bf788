import Testing
import TmuxSession

/// From a real terminal to keys.
@Suite(.serialized) struct KeyTests {
    @Test(
        arguments: [
            ("Up", "Key.up"), ("Down", "Key.down"), ("Left", "Key.left"), ("Right", "Key.right"), ("Home", "Key.home"),
            ("End", "Key.end"), ("PPage", "Key.pageUp"), ("NPage", "Key.pageDown"), ("DC", "Key.delete"),
            ("BSpace", "Key.backspace"), ("Enter", "Key.enter"), ("Tab", "Key.tab"), ("Escape", "Key.escape"),
            ("C-Right", "Key.with(Dashboard.Modifiers(rawValue: 4), Dashboard.Key.right)"), ("BTab", "Key.backTab"),
            ("S-Up", "Key.with(Dashboard.Modifiers(rawValue: 1), Dashboard.Key.up)"),
            ("F1", "Key.function(1)"), ("F5", "Key.function(5)"), ("F12", "Key.function(12)"),
            ("C-c", "control(\"c\")"), ("C-u", "control(\"u\")"), ("C-s", "control(\"s\")"), ("C-q", "control(\"q\")"),
            ("é", "character(\"é\")"), ("?", "character(\"?\")"), ("[", "character(\"[\")"),
            ("Space", "character(\" \")"),
        ]
    ) func pressed(_ key: String, _ expected: String) async throws {
        let terminal = try Tmux(observed("TERM=tmux-256color $probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.press(key)
        try await terminal.until(expected) { try terminal.lines[1].contains(expected) }
        let line = try terminal.lines[1]
        #expect(line.split(separator: "key(").count <= 2, "one key only: \(line)")
    }

    @Test func `a paste is not a keys`() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.paste("qx", isBracketed: true)
        try await terminal.untilShown("paste(\"qx\")")
        try terminal.paste("qx", isBracketed: false)
        try await terminal.untilShown("burst(")
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
    }

    /// A description of this kind is not installed everywhere, so the test brings its own.
    @Test func `keys of a type that is not xterm's like`() async throws {
        let script = """
            printf 'odd|keys of its own,\\n\\tkcuu1=\\\\E|u, khome=\\\\Eq, use=xterm-256color,\\n' > $folder/source
            export TERMINFO=$folder/terminfo
            tic -x -o $TERMINFO $folder/source
            TERM=odd $probe
            """
        let terminal = try Tmux(observed(script))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("\u{1b}|u")
        try await terminal.untilShown("Key.up")
        try terminal.type("\u{1b}q")
        try await terminal.untilShown("Key.home")
    }

    @Test(arguments: [("$probe", true), ("$probe --no-mouse", false)]) func `the mouse`(
        _ command: String,
        _ isWanted: Bool
    ) async throws {
        let terminal = try Tmux(observed("TERM=tmux-256color \(command)"), width: 400)
        try await terminal.untilShown("probe 400x24")
        #expect(try terminal.modes.hasSuffix(isWanted ? "11" : "00"))
        try terminal.type("\u{1b}[<65;7;5M")
        try terminal.type("k1")
        try await terminal.until("what follows") {
            try terminal.lines[1].contains("character(\"1\")") || terminal.lines[1].contains("burst")
        }
        #expect(try terminal.lines[1].contains("mouse(") == isWanted)
        #expect(try !terminal.lines[1].contains("M\")"))
    }

    @Test func `another thread wakes`() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("woken")
    }
}
