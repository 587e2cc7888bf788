import Foundation
import Testing
import TmuxSession

/// What a screen needs, what it makes of the terminal and the locale, and what it says when it cannot be.
@Suite(.serialized) struct OpeningTests {
    @Test(
        arguments: [
            ("TERM=dumb $probe", "no screen: the terminal type 'dumb' (TERM) cannot place its cursor"),
            ("TERM=unknown $probe", "no screen: the terminal type 'unknown' (TERM)"),
            (
                "TERM=nosuchterm $probe",
                "no screen: the terminal type 'nosuchterm' (TERM) is not known on this machine; try "
                    + "TERM=xterm-256color trimtab"
            ),
            ("TERM=$'\\e]0;x\\a' $probe", "no screen: the terminal type '?]0;x?' (TERM) is not known on this machine"),
            ("TERM= $probe", "no screen: the environment variable TERM is not set"),
            ("env -u TERM $probe", "no screen: the environment variable TERM is not set"),
            ("$probe | cat; (exit ${PIPESTATUS[0]})", "no screen: standard output is not a terminal"),
            ("setsid -w $probe < /dev/null", "no screen: there is no terminal to read keys from"),
        ]
    ) func `no screen`(_ command: String, _ sentence: String) async throws {
        let terminal = try Tmux(observed(command))
        try await terminal.until("the end") { terminal.contents("status") != nil }
        #expect(terminal.contents("status") == "3\n")
        #expect(terminal.contents("after") == terminal.contents("before"))
        #expect(try terminal.modes == Tmux.freshModes)
        #expect(try terminal.text.replacing("\n", with: "").contains(sentence))
    }

    @Test(
        arguments: [
            ("LANG=C $probe", "ascii"),
            ("LANG=C LC_ALL=POSIX $probe", "ascii"),
            ("TERM=linux $probe", "blocks"),
            ("TERM=linux $probe --ascii", "ascii"),
            ("$probe --ascii", "ascii"),
            ("$probe", "braille"),
            ("LANG=xx_YY.UTF-8 $probe", "braille"),
            ("TERM=vt100 $probe", "braille"),
            ("TERM=screen $probe", "braille"),
            ("TERM=tmux-256color $probe", "braille"),
            ("TERM=xterm $probe", "braille"),
            ("TERM=xterm-of-tomorrow $probe", "braille"),
            ("TERM=kitty-of-tomorrow $probe", "braille"),
            ("TERM=nosuchterm COLORTERM=truecolor $probe", "braille"),
        ]
    ) func glyphs(_ command: String, _ expected: String) async throws {
        let terminal = try Tmux(observed("\(command.replacing("$probe", with: "$probe --dump $folder/dump"))"))
        try await terminal.untilShown("probe 80x24 \(expected)")
        try await terminal.until("the whole grid") { try terminal.contents("dump") == shown(terminal) }
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
        #expect(terminal.contents("after") == terminal.contents("before"))
        try await terminal.until("the modes of a fresh terminal") { try terminal.modes.hasPrefix("01") }
    }

    @Test(arguments: ["echo piped | $probe", "$probe < /dev/null"]) func `keys come from the terminal`(
        _ command: String
    ) async throws {
        let terminal = try Tmux(observed(command))
        try await terminal.untilShown("probe 80x24")
        try terminal.press("a", "Up")
        try await terminal.untilShown("character(\"a\")")
        try await terminal.untilShown("Key.up")
        #expect(try !terminal.text.contains("character(\"p\")"))
        try terminal.press("q")
        try await terminal.until("the end") { terminal.contents("status") == "0\n" }
        #expect(terminal.contents("after") == terminal.contents("before"))
    }

    @Test(
        arguments: [
            ("$probe --roles", true), ("TERM=xterm $probe --roles", true), ("$probe --roles --no-color", false),
            ("NO_COLOR=1 $probe --roles", false),
            ("TERM=vt100 $probe --roles", false),
            ("NO_COLOR= $probe --roles", true),
        ]
    ) func colors(_ command: String, _ colored: Bool) async throws {
        let terminal = try Tmux(observed(command))
        try await terminal.untilShown("selected")
        let screen = try terminal.tmux("capture-pane", "-p", "-e")
        #expect(screen.contains(/\u{1b}\[([0-9;]*;)?(3[1-7]|38)[;m]/) == colored)
        let selected = colored ? /\u{1b}\[([0-9;]*;)?(7|48;5;[0-9]+)m/ : /\u{1b}\[([0-9;]*;)?(7)m/
        #expect(screen.contains(selected), "the selected line is reversed, or has a color behind it")
    }

    /// A description of this kind is not installed everywhere, so the test brings its own.
    @Test func `numbers that mean RGB`() async throws {
        let colon = #"\:"#
        func color(_ kind: Int) -> String {
            #"\E[%?%p1%{8}%<%t"# + "\(kind)%p1%d%e\(kind)8\(colon)2\(colon)\(colon)"
                + "%p1%{65536}%/%d\(colon)%p1%{256}%/%{255}%&%d\(colon)%p1%{255}%&%d%;m"
        }
        let description = """
            xterm-direct|numbers mean RGB,
            \tRGB, colors#0x1000000, pairs#0x10000,
            \tsetaf=\(color(3)), setab=\(color(4)), use=xterm-256color,
            """
        let script = """
            cat > $folder/source <<'END'
            \(description)
            END
            export TERMINFO=$folder/terminfo
            tic -x -o $TERMINFO $folder/source
            TERM=xterm-direct $probe --roles
            """
        let terminal = try Tmux(observed(script))
        try await terminal.untilShown("selected")
        #expect(try terminal.tmux("capture-pane", "-p", "-e").contains("[38;2;74;168;255mloss"))
    }

    @Test func `odd glyphs are question marks`() async throws {
        let terminal = try Tmux(observed("$probe --odd"))
        try await terminal.untilShown("probe 80x24")
        #expect(try terminal.lines[2] == "?????????????é")
    }
}
