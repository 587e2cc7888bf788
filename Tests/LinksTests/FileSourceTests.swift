import Fuzzing
import Platform
import Telemetry
import Testing

@testable import Links

/// A file is read in pieces by several threads, and gives what one reader gives that reads it from its beginning.
@Suite(.timeLimit(.minutes(2))) struct FileSourceTests {
    private struct List: EventReceiver {
        var events: [Event] = []
        mutating func receive(step record: borrowing StepRecord) { events.append(.step(copy record)) }
        mutating func receive(_ event: Event) { events.append(event) }
    }

    private func reading(_ bytes: [UInt8]) -> FileSource.Read {
        { (offset, buffer) throws(FileError) in
            let part = bytes[min(offset, bytes.count)..<min(offset + buffer.count, bytes.count)]
            buffer.copyBytes(from: part)
            return part.count
        }
    }

    /// Events of a file, the report of it, and the events of each piece, read again.
    private func read(_ bytes: [UInt8]) throws -> (events: [Event], report: ReadingReport, again: [Event]) {
        let source = try FileSource(name: "file", size: bytes.count, reading: reading(bytes))
        defer { source.close() }
        let reload = FileSource.reload(reading: reading(bytes))
        var (events, again, arrival) = (List(), List(), Arrival())
        while !arrival.status.isOver {
            source.poll(limit: 1, into: &arrival)
            arrival.events.deliver(to: &events)
            if let place = arrival.events.filePlace {
                var (piece, clock) = (reload(place.bytes), place.clock)
                piece.setTimes(by: &clock)
                piece.deliver(to: &again)
            }
            if !arrival.hasMore { source.wait() }
        }
        #expect(arrival.status == .ended)
        return (events.events, arrival.skipped, again.events)
    }

    private func readAtOnce(_ bytes: [UInt8]) -> (events: [Event], report: ReadingReport) {
        var (events, reader) = (List(), EventReader())
        bytes.withUnsafeBytes { reader.feed($0, to: &events) }
        reader.finish(to: &events)
        return (events.events, reader.report)
    }

    /// Steps whose time is the hour, missing on some; lines of all lengths; lines that are none.
    private func lines(_ count: Int, seed: UInt64) -> [UInt8] {
        var (random, bytes) = (SplitMix64(seed: seed), [UInt8]())
        for step in 1...count {
            let time = step % 7 == 0 ? "" : #""time":\#(1_700_000_000 + Double(step) / 8),"#
            let words = String(repeating: "x", count: Int.random(in: 0..<200, using: &random))
            bytes += #"{"event":"step","step":\#(step),\#(time)"loss":\#(step % 100),"word":"\#(words)"}"#.utf8
            bytes += "\n".utf8
            switch Int.random(in: 0..<400, using: &random) {
            case 0: bytes += "no event\n".utf8
            case 1: bytes += #"{"event":"evaluation","step":\#(step),"loss":1}\#n"#.utf8
            case 2: bytes += #"{"event":"step","step":\#(step),"epoch":0.5}\#n\#n"#.utf8
            default: break
            }
        }
        return bytes
    }

    @Test(arguments: 1...3) func `pieces are the parts of the whole`(seed: UInt64) throws {
        var bytes = lines(9_000, seed: seed)
        // The last line may have no newline, and be cut.
        if seed == 2 { bytes.removeLast() }
        if seed == 3 { bytes.removeLast(20) }
        #expect(bytes.count > 4 << 18)
        let (found, expected) = (try read(bytes), readAtOnce(bytes))
        #expect(found.events == expected.events && found.report == expected.report)
        #expect(found.again == expected.events)
    }

    @Test func `a line may be longer than a piece`() throws {
        let (short, long) = (lines(100, seed: 1), Array(repeating: UInt8(ascii: "x"), count: 700_000))
        let bytes =
            short + Array(#"{"event":"step","step":500,"loss":1,"word":""#.utf8) + long + Array("\"}\n".utf8) + short
        let (found, expected) = (try read(bytes), readAtOnce(bytes))
        #expect(found.events == expected.events && found.again == expected.events)
    }

    @Test(arguments: ["", "\n", "x", #"{"step":1,"loss":2}"#, "\u{feff}{\"step\":1,\"loss\":2}\n"])
    func `a small file is read`(text: String) throws {
        let (found, expected) = (try read(Array(text.utf8)), readAtOnce(Array(text.utf8)))
        #expect(found.events == expected.events && found.report == expected.report)
    }

    @Test func `text in UTF16 is named once`() throws {
        let bytes = Array(String(decoding: lines(2_000, seed: 1), as: UTF8.self).utf16).flatMap {
            [UInt8($0 & 255), UInt8($0 >> 8)]
        }
        let (found, expected) = (try read(bytes), readAtOnce(bytes))
        #expect(found.events.isEmpty && found.report == expected.report && !found.report.isEmpty)
    }
}
