import Testing

@testable import Telemetry

/// What leaves the program holds nothing that a terminal obeys.
@Suite struct PrintableTests {
    /// Unicode's controls and format characters as far as names may hold them, written out.
    private static let obeyed: [ClosedRange<UInt32>] = [
        0...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x61C...0x61C, 0x180E...0x180E, 0x200B...0x200F, 0x2028...0x202E,
        0x2060...0x2064, 0x2066...0x206F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0001...0xE0001,
        0xE0020...0xE007F,
    ]

    private static let every = (UInt32(0)...0x10FFFF).compactMap { Unicode.Scalar($0) }

    @Test func `what is obeyed becomes a question mark`() {
        for value in Self.obeyed.joined() { #expect(printable("a\(Unicode.Scalar(value)!)b") == "a?b", "\(value)") }
        for text in ["", "plain", "é 日本 🙂 ‖ → ∥ \u{a0}|", "a\u{301}"] { #expect(printable(text) == text) }
        #expect(printable("two\nlines\r\n") == "two?lines??")
        #expect(printableLines("two\n\u{1b}lines\r\n") == "two\n?lines?\n")
        #expect(
            !printable(String(String.UnicodeScalarView(Self.every))).unicodeScalars.contains { $0.isUnprintable }
        )
    }

    @Test func `names and paths hold no controls`() {
        for value in [0, 0x1B, 0x0A, 0x7F, 0x80, 0x9B, 0x9F] as [UInt32] {
            #expect(holdsControls("a\(Unicode.Scalar(value)!)"))
        }
        for text in ["", "runs/días 3.jsonl", "\u{202E}", "日本"] { #expect(!holdsControls(text)) }
    }

    @Test func `a line holds every character and shows none that is obeyed`() throws {
        for start in stride(from: 0, to: Self.every.count, by: 1 << 14) {
            let piece = Self.every[start..<min(start + 1 << 14, Self.every.count)]
            let event = Event.run(Run(name: String(String.UnicodeScalarView(piece)), steps: 1))
            var encoder = LineEncoder()
            encoder.append(event)
            let line = String(decoding: encoder.bytes.dropLast(), as: UTF8.self)
            #expect(!line.unicodeScalars.contains { $0.isUnprintable })
            #expect(LineDecoder.decode(line) == .event(event))
        }
    }

    @Test func `an escape is written as JSON writes it`() {
        func json(_ text: String) -> String {
            var bytes: [UInt8] = []
            bytes.append(json: text)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(json("\u{9b}31mX\u{202e}é") == #""\u009b31mX\u202eé""#)
        #expect(json("\u{1b}\n\t\u{7f}\"\\") == #""\u001b\n\u0009\u007f\"\\""#)
        #expect(json("\u{e0001}🙂\u{2028}") == #""\udb40\udc01🙂\u2028""#)
    }
}
