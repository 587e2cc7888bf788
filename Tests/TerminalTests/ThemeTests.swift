import Dashboard
import Testing
import TmuxSession

@testable import Terminal

/// What of a theme arrives on a terminal.
@Suite(.serialized) struct ThemeTests {
    @Test func `glyphs follow locale and terminal`() {
        #expect(GlyphSet.fitting(utf8: true, term: "xterm-256color", wanted: nil) == .braille)
        #expect(GlyphSet.fitting(utf8: true, term: "linux", wanted: nil) == .blocks)
        #expect(GlyphSet.fitting(utf8: true, term: "linux-16color", wanted: nil) == .blocks)
        #expect(GlyphSet.fitting(utf8: true, term: "linux", wanted: .braille) == .braille)
        #expect(GlyphSet.fitting(utf8: true, term: "xterm", wanted: .ascii) == .ascii)
        #expect(GlyphSet.fitting(utf8: false, term: "xterm", wanted: nil) == .ascii)
        #expect(GlyphSet.fitting(utf8: false, term: "xterm", wanted: .braille) == .ascii)
    }

    @Test(
        arguments: [
            ("15;0", RGB(0)), ("0;15", RGB(0xffffff)), ("0;default;15", RGB(0xffffff)), ("12;7", RGB(0xffffff)),
            ("7;8", RGB(0)),
            ("15;default", nil), ("15", nil), ("", nil), ("0;16", nil), ("0;-1", nil),
        ]
    ) func `backgrounds by the environment`(_ value: String, _ expected: RGB?) {
        #expect(BackgroundReply.color { $0 == "COLORFGBG" ? value : nil } == expected)
    }

    /// Colors 38;2 of the first role that has one, and what tmux makes of the terminal's answers.
    @Test(
        arguments: [
            ("COLORTERM=truecolor $probe --roles", "[38;2;74;168;255mloss"),
            ("COLORTERM=truecolor $probe --roles --theme high-contrast", "[38;2;92;200;255m"),
            ("COLORFGBG='0;15' COLORTERM=24bit $probe --roles", "[38;2;11;98;196mloss"),
            ("$probe --roles", "[38;5;75mloss"),
            ("TERM=screen-256color COLORTERM=truecolor $probe --roles", "[38;5;75mloss"),
        ]
    ) func colors(_ command: String, _ expected: String) async throws {
        let terminal = try Tmux(observed(command))
        try await terminal.untilShown("selected")
        let screen = try terminal.tmux("capture-pane", "-p", "-e")
        #expect(screen.contains(expected))
        #expect(
            screen.contains("[48;2;0;0;0m") == command.contains("--theme"),
            "the background of a theme that was asked for"
        )
    }

    @Test func `a key goes through the themes`() async throws {
        let terminal = try Tmux(observed("COLORTERM=truecolor $probe --roles"))
        for (name, color) in [
            ("dark", "74;168;255"), ("dark", "74;168;255"), ("light", "11;98;196"), ("high-contrast", "92;200;255"),
            ("colorblind", "69;165;224"), ("dark", "74;168;255"),
        ] {
            try await terminal.until(name) {
                let screen = try terminal.tmux("capture-pane", "-p", "-e")
                return try terminal.lines[0].contains(name) && screen.contains("[38;2;\(color)m")
            }
            try terminal.press("t")
        }
    }

    /// A terminal that answers too late, or not at all, is neither waited for nor listened to as if somebody typed.
    @Test func `a background that comes late`() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.type("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\")
        try terminal.press("Up")
        try await terminal.untilShown("Key.up")
        #expect(try terminal.lines[0].contains("dark"))
        #expect(try terminal.lines[1].split(separator: "key(").count <= 2)
    }
}
