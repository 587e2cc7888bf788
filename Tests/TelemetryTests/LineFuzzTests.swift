import Fuzzing
import Testing

@testable import Telemetry

/// Lines broken in every way, through the reader and the decoder.
@Suite struct LineFuzzTests {
    /// Lines of ours and of others.
    private static let lines: [String] =
        LineCodecTests.events.map(\.0) + [
            #"{"command":{"id":6,"request":{"set":"max_norm","value":0.5},"by":"dashboard"}}"#,
            #"{"loss": 1.7678, "grad_norm": 1.3, "learning_rate": 4.75e-05, "epoch": 0.12, "step": 10}"#,
            #"{"eval_loss": 1.5, "eval_accuracy": 0.5, "eval_runtime": 2.5, "epoch": 1.0, "step": 10}"#,
            #"{"current_steps": 10, "total_steps": 200, "loss": 2.0, "lr": 1e-05, "elapsed_time": "1 day, 0:00:01"}"#,
            #"{"_step": 7, "_timestamp": 1700000001.0, "train/loss": "2.0", "val/loss": nan, "val/acc": -inf}"#,
            #"  3%|█| 1/5 {"event": "step", "step": 1, "time": +.5, "layers": {"a": null, "b": "nan"}}"#,
            "{'loss': 1.2}", "",
        ]
    private let mutation = Mutation(words: [
        "\"event\":\"step\"", "\"step\":", "\"loss\":", "\"time\":", "{\"event\":", "nan", "-inf", "\"layers\":{",
        "\\u0000",
        "\"\\ud83d\"", "\u{0}\u{0}\u{0}", "\r\n", "{\"step\":1,\"loss\":2}",
    ])
    private static let linesInStream = 20

    @Test func `broken lines never trap and come out the same however they are cut`() {
        for attempt in 0..<Fuzz.tries(1000, long: 50_000) {
            var random = Fuzz.generator(of: attempt)
            var stream: [UInt8] = []
            for _ in 0..<Self.linesInStream {
                let line = Self.lines.randomElement(using: &random) ?? ""
                stream += mutation(Array(line.utf8), using: &random).prefix(2048) + [10]
            }
            let whole = Reading([stream])
            let longest = attempt % 40 == 0 ? 1 : 64
            #expect(Reading(pieces(of: stream, upTo: longest, &random)) == whole, "seed \(Fuzz.seed), try \(attempt)")
            #expect(whole.report.fields.count <= ReadingReport.fieldLimit)
            for event in whole.events where !travels(event) {
                Issue.record("\(event) is read otherwise than it was written; seed \(Fuzz.seed), try \(attempt)")
            }
        }
    }

    /// Lines that repeat the one before them, now and then with a change, and lines of other shapes between them.
    @Test func `the names of former lines change nothing`() {
        for attempt in 0..<Fuzz.tries(300, long: 30_000) {
            var random = Fuzz.generator(of: attempt)
            var stream: [UInt8] = []
            let shapes = (0..<3).map { _ in Array((Self.lines.randomElement(using: &random) ?? "").utf8) }
            var line = shapes[0]
            for _ in 0..<40 {
                switch Int.random(in: 0..<8, using: &random) {
                case 0: line = Array(mutation(line, using: &random).prefix(2048))
                case 1, 2: line = shapes.randomElement(using: &random) ?? []
                case 3: line = Self.spaced(line, &random)
                default: break
                }
                stream += line + [10]
            }
            let alone = Reading([stream], remembersNames: false)
            #expect(Reading([stream]) == alone, "seed \(Fuzz.seed), try \(attempt)")
        }
    }

    /// With white space at some of the places where it means nothing.
    private static func spaced(_ line: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        line.flatMap { byte -> [UInt8] in
            guard ",:{}".utf8.contains(byte), Bool.random(using: &random) else { return [byte] }
            return Bool.random(using: &random) ? [byte, 32] : [9, byte]
        }
    }

    @Test func `names without end are read like any other`() {
        var text = ""
        for step in 1...300 {
            let numbers = (0..<30).map { "\"name \(step * 17 % 97)-\($0)\":\($0)" }.joined(separator: ",")
            let layers = (0..<20).map { "\"layer \(step)-\($0)\":\($0)" }.joined(separator: ",")
            text += "{\"event\":\"step\",\"step\":\(step),\(numbers),\"layers\":{\(layers)}}\n"
        }
        let reading = Reading(text)
        #expect(reading == Reading([Array(text.utf8)], remembersNames: false))
        #expect(reading.steps.count == 300)
        #expect(reading.steps.last?.extras.count == 30 && reading.steps.last?.layers.last?.name == "layer 300-19")
    }

    private func pieces(of bytes: [UInt8], upTo longest: Int, _ random: inout SplitMix64) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }

    /// Whether an event is what its line says.
    private func travels(_ event: Event) -> Bool {
        var encoder = LineEncoder()
        encoder.append(event)
        return encoder.bytes.dropLast().withUnsafeBytes { LineDecoder.decode($0) } == .event(event)
    }
}
