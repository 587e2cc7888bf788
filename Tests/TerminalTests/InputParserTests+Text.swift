import Dashboard
import Testing

@testable import Terminal

/// Pastes, characters in pieces, and the keys that a terminal describes.
extension InputParserTests {
    @Test func pastes() {
        func paste(_ text: String) -> [Token] { keys("\u{1b}[200~\(text)\u{1b}[201~x") }
        for text in ["systemctl status\r", "", "é\u{3}\u{1b}[A\u{1b}", "\u{1b}[201", "[201~"] {
            #expect(paste(text) == [.paste(text), .key(.character("x"))])
        }
        let book = String(repeating: "q", count: 100_000)
        #expect(paste(book) == [.paste(String(book.prefix(InputParser.longestPaste))), .key(.character("x"))])
        #expect(keys("\u{1b}[201~x") == [.key(.character("x"))])
        // The end never comes.
        #expect(keys("\u{1b}[200~q") == [.paste("q")])
    }

    @Test func `a paste cut anywhere`() {
        let bytes = Array("\u{1b}[200~rm é\r\u{1b}[201~".utf8)
        for cut in 1...bytes.count {
            let all = tokens([Array(bytes[..<cut]), Array(bytes[cut...])], every: 0.3)
            #expect(all.filter { $0 != .key(.escape) } == [.paste("rm é\r")], "cut at \(cut)")
        }
    }

    @Test func `broken characters are dropped`() {
        #expect(tokens([[0x80, 0xff, 0xc0, 0x61]]) == [.key(.character("a"))])
        #expect(tokens([[0xe4, 0xb8, 0x61]]) == [.key(.character("a"))])
        #expect(tokens([[0xed, 0xa0, 0x80]]) == [], "a surrogate")
        #expect(tokens([[0xf4, 0x90, 0x80, 0x80]]) == [], "beyond Unicode")
    }

    @Test func `a character may arrive in pieces`() {
        #expect(tokens([[0xe2], [0x82], [0xac]], every: 60) == [.key(.character("€"))])
    }

    @Test func `controls of one byte`() {
        let latin = InputParser(timeouts: .local, isUTF8: false)
        for parser in [latin, InputParser(timeouts: .local)] {
            #expect(tokens([[0x9b, 0x41]], parser: parser) == [.key(.up)])
            #expect(tokens([[0x8f, 0x50]], parser: parser) == [.key(.function(1))])
            #expect(
                tokens([[0x9d] + Array("11;rgb:1/2/3".utf8) + [7, 0x78]], parser: parser)
                    == [.background(RGB(0x112233)), .key(.character("x"))]
            )
        }
        // In UTF-8 such a byte is a part of a character, inside a string too.
        #expect(tokens([[0x90] + Array("q".utf8) + [0x9c, 0x78]], parser: latin) == [.key(.character("x"))])
        #expect(keys("\u{1b}]lq\u{271c}s\u{7}x") == [.key(.character("x"))])
        #expect(tokens([[0xe9, 0x78]], parser: latin) == [.key(.character("x"))])
    }

    @Test func `keys of a terminal's own type`() {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        let parser = InputParser(
            timeouts: .local,
            keys: [
                text("\u{1b}A"): .up, text("\u{1b}[3$"): .delete, text("\u{1b}[192z"): .home, text("\u{1b}[1"): .end,
                text("\u{1b}|u"): .down,
                // Those would hide what begins so, and what is typed.
                text("\u{1b}["): .left, text("\u{1b}]"): .left, text("\u{1b}[M"): .left, text("q"): .left, []: .left,
            ]
        )
        for (sequence, key) in [
            ("\u{1b}A", Key.up), ("\u{1b}[3$", .delete), ("\u{1b}[192z", .home), ("\u{1b}|u", .down), ("\u{1b}[A", .up),
        ] {
            #expect(tokens([text(sequence)], parser: parser) == [.key(key)])
            #expect(tokens(text(sequence).map { [$0] }, every: 0.04, parser: parser) == [.key(key)])
        }
        #expect(
            tokens([text("\u{1b}|qx"), text("x")], parser: parser) == Array(repeating: .key(.character("x")), count: 2)
        )
        #expect(tokens([text("\u{1b}[M qq\u{1b}]q\u{7}q")], parser: parser) == [.key(.character("q"))])
    }
}
