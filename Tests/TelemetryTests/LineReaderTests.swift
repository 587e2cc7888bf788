import Testing

@testable import Telemetry

@Suite struct LineReaderTests {
    private static let stream = "{\"a\":1}\n\nsecond é\n{\"cut"
    private static let lines = ["{\"a\":1}", "second é", "{\"cut"]

    @Test func `a stream split anywhere gives the same lines`() {
        let bytes = Array(Self.stream.utf8)
        for split in 0...bytes.count {
            #expect(lines([Array(bytes[..<split]), Array(bytes[split...])]) == Self.lines, "split at \(split)")
        }
    }

    @Test func `a stream fed byte by byte gives the same lines`() {
        #expect(lines(Self.stream.utf8.map { [$0] }) == Self.lines)
    }

    @Test(arguments: [1 << 20, LineReader.longest]) func `long lines pass`(length: Int) {
        let line = String(repeating: "x", count: length)
        #expect(lines([Array((line + "\nshort\n").utf8)]).map(\.count) == [length, 5])
    }

    @Test(arguments: [1, 1000, 1 << 20]) func `overlong lines are dropped and counted`(piece: Int) {
        var reader = LineReader()
        var taken: [String] = []
        let stream = Array((String(repeating: "x", count: LineReader.longest + 1) + "\nnext\n").utf8)
        // Fed whole or in pieces, the line is one too long either way.
        let step = piece == 1 ? stream.count : piece
        for start in stride(from: 0, to: stream.count, by: step) {
            stream[start..<min(start + step, stream.count)].withUnsafeBytes {
                reader.feed($0) { line, _ in taken.append(String(decoding: line, as: UTF8.self)) }
            }
        }
        #expect(taken == ["next"])
        #expect(reader.overlong == 1)
    }

    @Test(arguments: [1, 7, 1 << 20]) func `a gap of NULs is not part of a line`(piece: Int) {
        // Longer than any line: what stands behind it is not lost with it.
        let gap = [UInt8](repeating: 0, count: piece == 1 << 20 ? LineReader.longest + 5 : 50)
        let stream = Array("one\ntw".utf8) + gap + Array("three\n\nfour".utf8)
        let pieces = stride(from: 0, to: stream.count, by: piece).map {
            Array(stream[$0..<min($0 + piece, stream.count)])
        }
        #expect(lines(pieces) == ["one", "tw", "three", "four"])
    }

    @Test func `lines are numbered as an editor numbers them`() {
        var reader = LineReader()
        var numbers: [Int] = []
        Array("a\n\nb\u{0}c\nd".utf8).withUnsafeBytes { reader.feed($0) { numbers.append($1) } }
        reader.finish { numbers.append($1) }
        #expect(numbers == [1, 3, 3, 4])
    }

    private func lines(_ pieces: [[UInt8]]) -> [String] {
        var reader = LineReader()
        var taken: [String] = []
        let take = { (bytes: UnsafeRawBufferPointer, _: Int) in taken.append(String(decoding: bytes, as: UTF8.self)) }
        for piece in pieces { piece.withUnsafeBytes { reader.feed($0, take) } }
        reader.finish(take)
        return taken
    }
}
