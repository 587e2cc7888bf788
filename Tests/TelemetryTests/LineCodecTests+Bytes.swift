import Testing

@testable import Telemetry

/// Lines byte by byte: escapes, numbers, and lines that were damaged.
extension LineCodecTests {
    @Test func `escapes are read and written`() {
        let text = "a\"b\\c\u{1b}[31m\n\u{7f}é😀"
        let event = Event.run(Run(name: text))
        #expect(!encoded(event).dropLast().unicodeScalars.contains { $0.value < 32 || $0.value == 127 })
        #expect(LineDecoder.decode(String(encoded(event).dropLast())) == .event(event))
        #expect(
            LineDecoder.decode(#"{"event":"run","name":"\u00e9\ud83d\ude00\/\ud800"}"#)
                == .event(.run(Run(name: "é😀/\u{FFFD}")))
        )
    }

    @Test func `numbers read back to the bit`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            let record = StepRecord(step: 1, time: 0, loss: value)
            let line = encoded(.step(record))
            guard case .event(.step(let read)) = LineDecoder.decode(line), let loss = read.loss else {
                Issue.record("\(line) is not a step")
                return
            }
            #expect(loss.bitPattern == value.bitPattern || (loss.isNaN && value.isNaN), "\(line)")
        }
    }

    @Test(
        arguments: [
            "0", "-0", "0.1", "1e22", "1e23", "123456789012345678", "9007199254740993", "1.7976931348623157e308",
            "5e-324",
            "2.2250738585072011e-308", "0.000001", "1E+5", "1e-7", "3.1415926535897932384626433832795",
            "100000000000000000000000000000000000000000000000000000", "1e400", "1e-400",
        ]
    )
    func `decimals are read as the standard library reads them`(decimal: String) throws {
        let line = #"{"event":"step","step":1,"time":0,"loss":\#(decimal)}"#
        guard case .event(.step(let record)) = LineDecoder.decode(line) else {
            Issue.record("\(line) is not a step")
            return
        }
        #expect(record.loss?.bitPattern == Double(decimal)?.bitPattern)
    }

    @Test func `changed bytes never trap`() {
        var random = SystemRandomNumberGenerator()
        for (line, _) in Self.events {
            for _ in 0..<2_000 {
                var bytes = Array(line.utf8)
                for _ in 0...Int.random(in: 0..<3, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: index)
                    default: bytes = Array(bytes[..<index])
                    }
                    if bytes.isEmpty { break }
                }
                bytes.withUnsafeBytes { _ = LineDecoder.decode($0) }
            }
        }
    }
}
