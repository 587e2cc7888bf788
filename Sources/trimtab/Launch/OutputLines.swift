/// Bytes that a program prints → the lines that a terminal would show in the end: a progress bar that is drawn over itself is
/// one line, and colours are left out.
struct OutputLines {
    /// Bytes of a line that is kept while its end has not come.
    private static let limit = 1 << 16

    private enum Place {
        case text, escape, sequence, title
    }

    private var line: [UInt8] = []
    private var place = Place.text
    /// True when the line is to be written over by what follows.
    private var isReturned = false

    /// Takes the next bytes, however they are split.
    ///
    /// - Returns: the lines that they end.
    mutating func append(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            switch (place, byte) {
            case (.text, 0x1B): place = .escape
            case (.text, UInt8(ascii: "\n")):
                lines.append(String(decoding: line, as: UTF8.self))
                (line, isReturned) = ([], false)
            case (.text, UInt8(ascii: "\r")): isReturned = true
            case (.text, _): append(byte)
            case (.escape, UInt8(ascii: "[")): place = .sequence
            case (.escape, UInt8(ascii: "]")): place = .title
            case (.escape, _): place = .text
            // ECMA-48: parameters, then a final byte.
            case (.sequence, 0x40...0x7E), (.title, 0x07): place = .text
            case (.title, 0x1B): place = .escape
            case (.sequence, _), (.title, _): break
            }
        }
        return lines
    }

    private mutating func append(_ byte: UInt8) {
        if isReturned { line.removeAll(keepingCapacity: true) }
        isReturned = false
        if line.count < Self.limit { line.append(byte == UInt8(ascii: "\t") ? UInt8(ascii: " ") : byte) }
    }
}
