import Dashboard
import Testing
import TmuxSession

@testable import Terminal

/// From codes to keys, and from a real terminal to keys.
@Suite(.serialized) struct KeyTests {
    private func keys(_ bytes: [UInt8]) -> [Key] {
        var decoder = KeyDecoder()
        return bytes.flatMap { decoder.decode(.byte($0)) } + decoder.finish()
    }

    @Test(arguments: [
        ("a", [Key.character("a")]), (" ", [.character(" ")]), ("~", [.character("~")]),
        ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
        ("\u{7f}", [.backspace]), ("\u{8}", [.backspace]),
        ("\u{3}", [.control("c")]), ("\u{15}", [.control("u")]), ("\u{1}", [.control("a")]),
        ("\0", []), ("\u{1c}", []), ("\u{1f}", []),
        ("\u{1b}", [.escape]), ("\u{1b}\u{1b}", [.escape, .escape]), ("\u{1b}q", [.escape, .character("q")]),
        ("é中😀", [.character("é"), .character("中"), .character("😀")]), ("\u{85}", []),
        ("\u{1b}[A", [.up]), ("\u{1b}OB", [.down]), ("\u{1b}[1;5C", [.right]), ("\u{1b}[D", [.left]),
        ("\u{1b}[H", [.home]), ("\u{1b}[4~", [.end]), ("\u{1b}[5~", [.pageUp]), ("\u{1b}[6;2~", [.pageDown]),
        ("\u{1b}[3~", [.delete]), ("\u{1b}OP", [.function(1)]), ("\u{1b}OM", [.enter]),
        // Reports of focus, of the cursor, of a mouse, of pasting: no keys, and above all no '['.
        ("\u{1b}[I", []), ("\u{1b}[24;80R", []), ("\u{1b}[<0;1;2M", []), ("\u{1b}[200~x", [.character("x")]),
        ("\u{1b}[?1;2c", []), ("\u{1b}[\u{3}", [.control("c")]),
    ]) func bytes(_ text: String, _ expected: [Key]) {
        #expect(keys(Array(text.utf8)) == expected)
    }

    @Test func brokenCharactersAreDropped() {
        #expect(keys([0x80, 0xff, 0xc0, 0x61]) == [.character("a")])
        #expect(keys([0xe4, 0xb8, 0x61]) == [.character("a")])
        #expect(keys([0xed, 0xa0, 0x80]) == [], "a surrogate")
        #expect(keys([0xf4, 0x90, 0x80, 0x80]) == [], "beyond Unicode")
    }

    @Test func aCharacterMayArriveInPieces() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(.byte(0xe2)) == [])
        #expect(decoder.finish() == [])
        #expect(decoder.decode(.byte(0x82)) == [])
        #expect(decoder.finish() == [])
        #expect(decoder.decode(.byte(0xac)) == [.character("€")])
    }

    @Test func keysThatNcursesKnows() {
        var decoder = KeyDecoder()
        let keys = (0...12).flatMap { decoder.decode(.key($0)) }
        #expect(
            keys == [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .delete, .backspace, .enter]
        )
        #expect((101...112).flatMap { decoder.decode(.key($0)) } == (1...12).map { .function($0) })
        #expect(decoder.decode(.byte(27)) == [])
        #expect(decoder.decode(.key(1)) == [.escape, .up])
    }

    @Test(arguments: [
        ("Up", "Key.up"), ("Down", "Key.down"), ("Left", "Key.left"), ("Right", "Key.right"), ("Home", "Key.home"),
        ("End", "Key.end"), ("PPage", "Key.pageUp"), ("NPage", "Key.pageDown"), ("DC", "Key.delete"),
        ("BSpace", "Key.backspace"), ("Enter", "Key.enter"), ("Tab", "Key.tab"), ("Escape", "Key.escape"),
        ("F1", "Key.function(1)"), ("F5", "Key.function(5)"), ("F12", "Key.function(12)"),
        ("C-c", "control(\"c\")"), ("C-u", "control(\"u\")"), ("C-s", "control(\"s\")"), ("C-q", "control(\"q\")"),
        ("é", "character(\"é\")"), ("?", "character(\"?\")"), ("[", "character(\"[\")"), ("Space", "character(\" \")"),
    ]) func pressed(_ key: String, _ expected: String) async throws {
        let terminal = try Tmux(observed("TERM=tmux-256color $probe"))
        try await terminal.untilShown("probe 80x24")
        try terminal.press(key)
        try await terminal.until(expected) { try terminal.lines[1].contains(expected) }
        let line = try terminal.lines[1]
        #expect(line.split(separator: "key(").count <= 2, "one key only: \(line)")
    }

    @Test func anotherThreadWakes() async throws {
        let terminal = try Tmux(observed("$probe"))
        try await terminal.untilShown("woken")
    }
}
