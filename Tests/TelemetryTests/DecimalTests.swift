import Foundation
import Fuzzing
import Testing

@testable import Telemetry

/// Decimals against the C library's `strtod`, bit by bit.
@Suite struct DecimalTests {
    @Test(
        arguments: [
            // Halfway between two Doubles, and a little beside.
            "9007199254740993", "9007199254740992.999999999999999", "9007199254740993.000000000000001",
            "1.00000000000000011102230246251565404236316680908203125",
            "1.00000000000000011102230246251565404236316680908203124",
            "1.00000000000000011102230246251565404236316680908203126",
            "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "7.4109846876186982e-324", "4.9e-324",
            "1e-323",
            // The ends of the subnormal and of the normal numbers.
            "2.2250738585072011e-308", "2.2250738585072014e-308", "2.2250738585072012e-308", "1.7976931348623157e308",
            "1.7976931348623158e308", "1.7976931348623159e308", "1e308", "1e309", "17976931348623157e292",
            // Mantissas at the ends of 64 bits and of 19 digits.
            "9999999999999999999", "18446744073709551615", "18446744073709551616", "1844674407370955161500",
            "9999999999999999999e-20", "0.9999999999999999999", "12345678901234567890", "1234567890123456789012e-30",
            // Powers at the ends of Clinger's path and of the table.
            "1e22", "1e23", "9007199254740991e22", "9007199254740993e22", "1e-22", "1e-23", "123456789e-27",
            "123456789e-28",
            "1e-342", "9999999999999999999e-343", "1e-343", "18446744073709551615e-342", "8.5e-324",
            // Zeros.
            "0", "0.0", "0e999999999999", "0.000000000000000000000000000000000000000000e5",
            "0000000000000000000000001.5",
            "0.00000000000000000000000000000000012345678901234567", "100000000000000000000000000000000000",
            "1e-999999999999",
            "1e999999999999", "6.02214076e+0000000000000000000023",
        ]
    )
    func `hard ones`(text: String) { check(text) }

    @Test func `zeros by the thousand`() {
        for count in [10, 18, 19, 20, 300, 1000, 5000, 200_000] {
            let zeros = String(repeating: "0", count: count)
            check("0.\(zeros)1e\(count)")
            check("0.\(zeros)12345678901234567e\(count + 3)")
            check("1\(zeros)e-\(count)")
            check("1\(zeros).\(zeros)5")
            check("\(zeros)7.25")
            check("0.1\(zeros)1")
        }
    }

    @Test func `random ones`() {
        for attempt in 0..<Fuzz.tries(40_000, long: 5_000_000) {
            var random = Fuzz.generator(of: attempt)
            check(attempt % 2 == 0 ? digits(&random) : double(&random), "seed \(Fuzz.seed), try \(attempt)")
        }
    }

    /// Any digits, point and exponent.
    private func digits(_ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...24, using: &random) { text += "\(Int.random(in: 0...9, using: &random))" }
        if text.count > 1, Bool.random(using: &random) {
            let place = text.index(text.startIndex, offsetBy: Int.random(in: 1..<text.count, using: &random))
            text.insert(".", at: place)
        }
        if Bool.random(using: &random) { text += "e\(Int.random(in: -360...340, using: &random))" }
        return text
    }

    /// A Double of any size as programs write it: with 1 to 21 digits, or shortest.
    private func double(_ random: inout SplitMix64) -> String {
        let value = Double(bitPattern: random.next() & ~(1 << 63))
        guard value.isFinite else { return "0" }
        if Bool.random(using: &random) { return "\(value)" }
        return String(format: "%.\(Int.random(in: 0...20, using: &random))e", value)
    }

    private func check(_ text: String, _ remark: String = "") {
        var copy = text
        let read = copy.withUTF8 { bytes -> Double? in
            var scanner = JSONScanner(UnsafeRawBufferPointer(bytes))
            return try? scanner.number()
        }
        // A number that something follows is read in words, else in bytes: both ways must agree.
        let line = "[\(text),        ]"
        let within = Array(line.utf8).withUnsafeBytes { bytes -> Double? in
            var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[1...]))
            return try? scanner.number()
        }
        let expected = strtod(text, nil)
        guard read?.bitPattern == expected.bitPattern, within?.bitPattern == expected.bitPattern else {
            Issue.record("\(text.prefix(80)) \(remark)")
            return
        }
    }
}
