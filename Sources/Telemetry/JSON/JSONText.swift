extension [UInt8] {
    /// Appends a text as a JSON string, with its quotes.
    ///
    /// Characters that a terminal would interpret are written as `\uXXXX` (above U+FFFF as two), so that `cat` of a log is
    /// safe and it still reads back as the same text.
    package mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append(contentsOf: "\\\"".utf8)
            case "\\": append(contentsOf: "\\\\".utf8)
            case " "..."~": append(UInt8(truncatingIfNeeded: scalar.value))
            case "\n": append(contentsOf: "\\n".utf8)
            default:
                if scalar.isUnprintable {
                    for unit in UTF16.encode(scalar)! { append(escaped: unit) }
                } else {
                    append(contentsOf: UTF8.encode(scalar)!)
                }
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped unit: UInt16) {
        let digits: StaticString = "0123456789abcdef"
        append(contentsOf: "\\u".utf8)
        for shift in stride(from: 12, through: 0, by: -4) { unsafe append(digits.utf8Start[Int(unit >> shift) & 15]) }
    }
}
