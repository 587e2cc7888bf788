import Glibc

/// Reads JSON from bytes, one token at a time, without building a tree.
///
/// It is tolerant where writers differ: numbers may have a plus sign or begin with a point, and non-finite numbers are read
/// as Python, C and JavaScript write them. It is strict elsewhere: a line that is cut or malformed throws.
@safe package struct JSONScanner {
    /// The bytes are not the expected JSON.
    package struct Malformed: Error {
        /// The fault of the line that holds them.
        package var fault: LineFault

        package init(_ fault: LineFault = .notJSON) {
            self.fault = fault
        }
    }

    /// Nesting deeper than this is refused, so that a hostile line cannot exhaust the stack.
    static let deepest = 64

    let bytes: UnsafeRawBufferPointer
    var position = 0

    package init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = unsafe bytes
    }

    // MARK: Structure

    /// Reads an object, calling `member` with each name; `member` must read the value.
    package mutating func object(_ member: (inout JSONScanner, RawString) throws(Malformed) -> Void) throws(Malformed) {
        var isFirst = true
        while let name = try memberName(isFirst: isFirst) {
            isFirst = false
            try member(&self, name)
        }
    }

    /// Reads up to the first member's value, or from the end of a value up to the next one.
    ///
    /// - Returns: the member's name; nil at the object's end.
    mutating func memberName(isFirst: Bool) throws(Malformed) -> RawString? {
        if isFirst {
            try expect("{")
            if accept("}") { return nil }
        } else if !accept(",") {
            try expect("}")
            return nil
        }
        let name = try string()
        try expect(":")
        skipSpace()
        return name
    }

    /// Reads the end of an object if it comes next.
    @inline(__always)
    mutating func acceptEnd() -> Bool {
        guard unsafe position < bytes.count, unsafe bytes[position] == UInt8(ascii: "}") else { return false }
        position += 1
        return true
    }

    /// Reads the bytes of a pattern if they come next.
    @inline(__always)
    mutating func accept(_ pattern: borrowing BytePattern) -> Bool {
        guard unsafe pattern.matches(bytes, at: position) else { return false }
        position += pattern.count
        return true
    }

    /// Reads an array, calling `element` before each one; `element` must read it.
    package mutating func array(_ element: (inout JSONScanner) throws(Malformed) -> Void) throws(Malformed) {
        try expect("[")
        if accept("]") { return }
        repeat { try element(&self) } while accept(",")
        try expect("]")
    }

    /// Throws unless only white space is left.
    package mutating func end() throws(Malformed) {
        skipSpace()
        guard unsafe position == bytes.count else { throw Malformed() }
    }

    // MARK: Values

    /// A string, escapes not resolved.
    package mutating func string() throws(Malformed) -> RawString {
        try expect("\"")
        let start = position
        var hasEscapes = false
        while unsafe position < bytes.count {
            passPlainText()
            guard unsafe position < bytes.count else { break }
            let byte = unsafe bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return unsafe RawString(
                    bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1]),
                    hasEscapes: hasEscapes
                )
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
            position += 1
        }
        throw Malformed()
    }

    /// Skips text eight bytes at a time, up to a quote or a backslash.
    @inline(__always)
    private mutating func passPlainText() {
        while unsafe position + 8 <= bytes.count {
            let word = unsafe bytes.word(at: position)
            let marks = Self.zeros(word ^ 0x2222_2222_2222_2222) | Self.zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            // The bits of bytes behind the first zero may be wrong.
            position += marks == 0 ? 8 : marks.trailingZeroBitCount >> 3
            if marks != 0 { return }
        }
    }

    /// The high bits of a word's bytes that are 0.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// A string, escapes resolved.
    package mutating func text() throws(Malformed) -> String { try string().text() }

    /// True or false.
    package mutating func bool() throws(Malformed) -> Bool {
        skipSpace()
        if acceptWord("true") { return true }
        if acceptWord("false") { return false }
        throw Malformed()
    }

    /// Reads null if it comes next.
    package mutating func acceptNull() -> Bool {
        skipSpace()
        return acceptWord("null")
    }

    /// The first byte of the next value, without reading it; nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return unsafe position < bytes.count ? bytes[position] : nil
    }

    /// The position of the next value, for `excerpt` and `isNull`.
    @inline(__always)
    package mutating func mark() -> Int {
        skipSpace()
        return position
    }

    /// The text read since a mark, cut to a few characters.
    package func excerpt(since mark: Int) -> String {
        let text = unsafe String(decoding: bytes[min(mark, position)..<min(position, mark + 24)], as: UTF8.self)
        return position > mark + 24 ? text + "…" : text
    }

    /// True if the value read since a mark is null.
    package func isNull(since mark: Int) -> Bool {
        unsafe position == mark + 4 && bytes[mark] == UInt8(ascii: "n") && bytes[mark + 1] == UInt8(ascii: "u")
    }

    /// True if the value read since a mark is null or an empty text.
    func isNullOrEmpty(since mark: Int) -> Bool {
        unsafe isNull(since: mark) || position == mark + 2 && bytes[mark] == UInt8(ascii: "\"")
    }

    /// Skips a value of any type.
    package mutating func skipValue(depth: Int = 0) throws(Malformed) {
        guard depth < Self.deepest, let first = peek() else { throw Malformed() }
        switch first {
        case UInt8(ascii: "{"):
            try object { (scanner, _) throws(Malformed) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["):
            try array { scanner throws(Malformed) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""):
            _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            _ = try bool()
        default:
            if acceptNull() { return }
            guard try bareNumber() != nil else { throw Malformed() }
        }
    }

    // MARK: Bytes

    @inline(__always)
    mutating func skipSpace() {
        while unsafe position < bytes.count {
            let byte = unsafe bytes[position]
            guard byte == 32 || byte == 9 || byte == 13 || byte == 10 else { return }
            position += 1
        }
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(Malformed) {
        guard accept(mark) else { throw Malformed() }
    }

    @inline(__always)
    private mutating func accept(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard unsafe position < bytes.count, unsafe bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    mutating func acceptWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard unsafe position + count <= bytes.count,
            unsafe memcmp(bytes.baseAddress! + position, word.utf8Start, count) == 0
        else { return false }
        position += count
        return true
    }
}
