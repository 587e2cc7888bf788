extension [UInt8] {
    /// Adds a text as a JSON string, with its quotes.
    package mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
            case 10: append(contentsOf: "\\n".utf8)
            case 0..<32, 127: append(control: byte)
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(control byte: UInt8) {
        let digits: StaticString = "0123456789abcdef"
        append(contentsOf: "\\u00".utf8)
        append(digits.utf8Start[Int(byte >> 4)])
        append(digits.utf8Start[Int(byte & 15)])
    }
}
