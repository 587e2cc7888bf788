import Testing

@testable import Telemetry

/// What lies about a record on its line, or within it, costs no more than itself.
@Suite struct EventReaderTests {
    private static let record = #"{"event":"step","step":3,"time":1,"loss":2,"layers":{"a":1}}"#

    /// A text, the steps in it, and what is said of the rest.
    static let texts: [(String, [Int], [LineFault])] = [
        ("\r\rEpoch 3:  45%|████| " + record, [3], []), ("\u{FEFF}" + record, [3], []), (record + "\r\n", [3], []),
        ("\u{1b}[32m" + record + "\u{1b}[0m", [3], []), ("{1/5} [00:12<00:30] " + record, [3], []),
        ("INFO:root:" + record, [3], []), (record + record, [3, 3], []), (record + " " + record + "\n", [3, 3], []),
        (#"{"event":"step","step":2,"ti"# + record, [3], [.cut]), (record + #"{"event":"step","st"#, [3], [.cut]),
        (#"{"event":"step","step":2,"time":"# + record, [3], [.cut]),
        (#"{"event":"run","name":"ab"# + record, [3], [.cut]), (record + "  97%|███", [3], []),
        (#"{"event":"step","step":2,"layers":{"step":7,"loss":1}"#, [], [.cut]),
        (#"{"event":"step","step":2,"layers":[{"step":7,"loss":1}"#, [], [.cut]),
        (#"{"event":"step","st"# + String(repeating: "\0", count: 99) + record, [3], [.cut]),
        (String(repeating: "\0", count: 99) + record, [3], []), (record + "\0\0\0\n" + record, [3, 3], []),
        ("\r\r\r\n \t\n" + record, [3], []), ("Epoch 1 {lr: 0.1} {\n" + record, [3], [.notJSON]),
        ("Epoch 3 {\"loss\": 1}", [], [.noStep]),
    ]

    @Test(arguments: texts) func `a record is found whatever is about it`(
        text: String,
        steps: [Int],
        faults: [LineFault]
    ) {
        let reading = Reading(text)
        #expect(reading.steps.map(\.step) == steps)
        #expect(reading.report.lines.map(\.fault) == faults)
        #expect(reading.steps.allSatisfy { $0.layers == [NamedNumber("a", 1)] })
        let bytes = Array(text.utf8)
        #expect(Reading(bytes.map { [$0] }) == reading, "fed byte by byte")
        for cut in stride(from: 0, through: bytes.count, by: 5) {
            #expect(Reading([Array(bytes[..<cut]), Array(bytes[cut...])]) == reading, "cut at \(cut)")
        }
    }

    @Test func `a resumed run after a torn line is read`() {
        let text =
            #"{"event":"step","step":120,"time":3,"gr{"event":"run","name":"a","resumed":{"step":100,"path":"p"}}"#
        #expect(Reading(text).events == [.run(Run(name: "a", resumed: Resumed(step: 100, path: "p")))])
    }

    @Test func `text in UTF16 is named`() {
        let units = Array((Self.record + "\n" + Self.record).utf16)
        let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            for pieces in [[bytes], bytes.map { [$0] }] {
                let reading = Reading(pieces)
                #expect(reading.events.isEmpty && reading.report.skippedLines == 1)
                #expect(reading.report.sentences.first?.contains("UTF-16") == true)
            }
        }
        // A gap at the front is none of it.
        #expect(Reading([[0, 0, 0] + Array(Self.record.utf8)]).steps.count == 1)
        #expect(Reading([[0] + Array(Self.record.utf8)]).steps.count == 1)
        #expect(Reading([[]]).report.isEmpty && Reading("a").report.skippedLines == 1)
    }

    /// Lines made to be searched again and again take a time that grows with their length, not with its square.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "{\"a\":[1,", "{\"a\":{", "{", "{\"", "[{\"a\":\"", "{\"event\":\"step\",\"step\":1,\"x\":[[[1,2,3,",
        ]
    )
    func `a hostile line is searched once`(piece: String) {
        let reading = Reading(String(repeating: piece, count: (1 << 20) / piece.utf8.count) + "\n" + Self.record)
        #expect(reading.steps.map(\.step) == [3])
        #expect(reading.report.skippedLines == 1)
    }

    @Test func `kinds of the future are counted separately`() {
        let reading = Reading("{\"event\":\"sunspot\"}\n{\"event\":\"moonrise\"}\n" + Self.record)
        #expect(reading.report.skippedLines == 0)
        #expect(reading.report.sentences == ["2 events of unknown kinds"])
    }
}
