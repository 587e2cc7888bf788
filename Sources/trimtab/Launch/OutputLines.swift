/// A program's output → the lines that a terminal would show in the end: a progress bar that overwrites itself is one line,
/// and colors are left out.
struct OutputLines {
    /// Most bytes kept of a line.
    private static let limit = 1 << 16

    private enum State {
        case text, escape, sequence, title
    }

    private var line: [UInt8] = []
    private var state = State.text
    /// True if the next character overwrites the line.
    private var isReturned = false

    /// Appends the next bytes, split anywhere.
    ///
    /// - Returns: the lines that they complete.
    mutating func append(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            switch (state, byte) {
            case (.text, 0x1B): state = .escape
            case (.text, UInt8(ascii: "\n")):
                lines.append(String(decoding: line, as: UTF8.self))
                (line, isReturned) = ([], false)
            case (.text, UInt8(ascii: "\r")): isReturned = true
            case (.text, _): append(byte)
            case (.escape, UInt8(ascii: "[")): state = .sequence
            case (.escape, UInt8(ascii: "]")): state = .title
            case (.escape, _): state = .text
            // ECMA-48: parameters, then a final byte.
            case (.sequence, 0x40...0x7E), (.title, 0x07): state = .text
            case (.title, 0x1B): state = .escape
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
