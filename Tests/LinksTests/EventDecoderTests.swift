import Telemetry
import Testing

@testable import Links

/// A format is one type and its name in a list.
@Suite struct EventDecoderTests {
    /// A loss a line, below a line that says so.
    private struct Losses: EventDecoder {
        private var step = 0
        private var rest: [UInt8] = []
        var report: ReadingReport { ReadingReport() }

        static func recognizes(_ head: UnsafeRawBufferPointer) -> Bool { head.starts(with: "losses\n".utf8) }

        mutating func feed(_ bytes: UnsafeRawBufferPointer, arrival _: Double?, into events: inout EventList) {
            rest += bytes
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                append(String(decoding: rest[..<end], as: UTF8.self), to: &events)
                rest.removeFirst(end + 1)
            }
        }

        mutating func finish(into events: inout EventList) {
            append(String(decoding: rest, as: UTF8.self), to: &events)
        }

        private mutating func append(_ line: String, to events: inout EventList) {
            guard let loss = Double(line) else { return }
            step += 1
            events.receive(.step(StepRecord(step: step, time: 0, loss: loss)))
        }
    }

    private func events(_ text: String, pieces: Int) -> [StepRecord] {
        let bytes = Array(text.utf8)
        var decoder = bytes.withUnsafeBytes {
            EventFormats.decoder(for: $0, among: [Losses.self] + EventFormats.all)
        }
        var events = EventList()
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes {
                decoder.feed($0, arrival: nil, into: &events)
            }
        }
        decoder.finish(into: &events)
        return events.steps
    }

    @Test(arguments: [1, 3, 1000]) func `the format is found by the head`(pieces: Int) {
        #expect(events("losses\n2.5\n1.25", pieces: pieces).map(\.loss) == [2.5, 1.25])
        #expect(events(#"{"step":7,"loss":3}"# + "\n", pieces: pieces).map(\.step) == [7])
    }
}
