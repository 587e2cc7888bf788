/// Breaks bytes the way files break: bits flipped, pieces lost, doubled, swapped or torn off, and numbers and words
/// replaced by those that programs stumble over.
public struct Mutation: Sendable {
    /// Numbers at the edges of what types hold.
    public static let numbers = [
        "0", "-0", "1", "-1", "1e308", "-1e308", "1e309", "5e-324", "1e-320", "9007199254740993", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "1e19", "18446744073709551616", "NaN", "Infinity", "-Infinity",
        "nan", "inf", "0x10", "1.5", "00", "+1", "1e", ".", "1_000", "null", "true", "\"1\"", "[]", "{}",
    ]

    /// Pieces of text that end or open something, or that a terminal would act on.
    public static let pieces = [
        "\u{1b}[2J", "\u{9b}2J", "\u{1b}]0;x\u{07}", "\u{202e}", "\u{feff}", "\0", "\r", "\n", "\t", "\"", "\\", "{",
        "}",
        "[", "]", ":", ",", "#", "&a ", "*a", "\u{fffd}", "é", "日本", "🙂", "../", "/dev/zero", "%n", " ",
    ]

    /// Words of the format at hand, besides those above.
    public var words: [String]

    public init(words: [String] = []) {
        self.words = words
    }

    /// The bytes with one to six changes, never more than twice as long and 64 KiB.
    public func callAsFunction(_ bytes: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) { change(&changed, using: &generator) }
        return Array(changed.prefix(2 * bytes.count + 65_536))
    }

    private func change(_ bytes: inout [UInt8], using generator: inout some RandomNumberGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...32, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: bytes.replaceSubrange(place..<place, with: [UInt8.random(in: 0...255, using: &generator)])
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: word(using: &generator).utf8, at: place)
        case 5: replaceNumber(in: &bytes, from: place, using: &generator)
        case 6: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
        case 7:
            let other = Int.random(in: 0...bytes.count, using: &generator)
            bytes.insert(contentsOf: bytes[min(place, other)..<max(place, other)].prefix(256), at: place)
        default: bytes.replaceSubrange(place..<end, with: word(using: &generator).utf8)
        }
    }

    private func word(using generator: inout some RandomNumberGenerator) -> String {
        (Self.numbers + Self.pieces + words).randomElement(using: &generator) ?? ""
    }

    /// Puts another number in place of the first one from a place on.
    private func replaceNumber(
        in bytes: inout [UInt8],
        from place: Int,
        using generator: inout some RandomNumberGenerator
    ) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = bytes[place...].firstIndex(where: { digits.contains($0) }) else { return }
        let end = bytes[first...].firstIndex { !digits.contains($0) && !".eE+-".utf8.contains($0) } ?? bytes.count
        bytes.replaceSubrange(first..<end, with: (Self.numbers.randomElement(using: &generator) ?? "").utf8)
    }
}
