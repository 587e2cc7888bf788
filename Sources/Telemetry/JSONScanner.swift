import Glibc

/// Reads JSON from bytes, one token at a time, without building a tree.
///
/// Tolerant where Python is: NaN, Infinity and -Infinity are taken as numbers, bare or as strings. Strict elsewhere:
/// a line that is cut or malformed throws, and nothing is read past the end of the bytes.
package struct JSONScanner {
    /// The bytes are not what was asked for.
    package struct Malformed: Error {
        package init() {}
    }

    /// Nesting deeper than this is refused, so that a hostile line cannot exhaust the stack.
    static let deepest = 64

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// A name or a string as it stands between its quotes; escapes are still in it.
    package struct RawString {
        fileprivate let bytes: UnsafeRawBufferPointer
        fileprivate let hasEscapes: Bool

        /// True when the bytes equal an ASCII word that needs no escapes.
        @inline(__always)
        package static func ~= (word: StaticString, raw: RawString) -> Bool {
            raw.bytes.count == word.utf8CodeUnitCount
                && memcmp(raw.bytes.baseAddress!, word.utf8Start, raw.bytes.count) == 0
        }

        /// The text, escapes resolved; invalid UTF-8 becomes U+FFFD.
        package func text() throws(Malformed) -> String {
            hasEscapes ? try unescaped() : String(decoding: bytes, as: UTF8.self)
        }

        private func unescaped() throws(Malformed) -> String {
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                guard byte == UInt8(ascii: "\\") else {
                    text.append(byte)
                    continue
                }
                guard index < bytes.count else { throw Malformed() }
                let escape = bytes[index]
                index += 1
                switch escape {
                case UInt8(ascii: "n"): text.append(10)
                case UInt8(ascii: "t"): text.append(9)
                case UInt8(ascii: "r"): text.append(13)
                case UInt8(ascii: "b"): text.append(8)
                case UInt8(ascii: "f"): text.append(12)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
                case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar(at: &index)).utf8))
                default: throw Malformed()
                }
            }
            return String(decoding: text, as: UTF8.self)
        }

        private func scalar(at index: inout Int) throws(Malformed) -> Unicode.Scalar {
            let unit = try hexUnit(at: &index)
            if UTF16.isLeadSurrogate(unit), index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            {
                var next = index + 2
                let trail = try hexUnit(at: &next)
                if UTF16.isTrailSurrogate(trail) {
                    index = next
                    let offset = (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
                    return Unicode.Scalar(0x10000 + offset) ?? "\u{FFFD}"
                }
            }
            return Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}"
        }

        private func hexUnit(at index: inout Int) throws(Malformed) -> UInt16 {
            guard index + 4 <= bytes.count else { throw Malformed() }
            var unit: UInt16 = 0
            for byte in bytes[index..<index + 4] {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw Malformed() }
                unit = unit << 4 | UInt16(digit)
            }
            index += 4
            return unit
        }
    }

    // MARK: Structure

    /// Reads an object, calling `member` with each name; `member` must read the value.
    package mutating func object(_ member: (inout JSONScanner, RawString) throws(Malformed) -> Void) throws(Malformed) {
        try expect("{")
        if take("}") { return }
        repeat {
            let name = try string()
            try expect(":")
            try member(&self, name)
        } while take(",")
        try expect("}")
    }

    /// Reads an array, calling `element` before each one; `element` must read it.
    package mutating func array(_ element: (inout JSONScanner) throws(Malformed) -> Void) throws(Malformed) {
        try expect("[")
        if take("]") { return }
        repeat { try element(&self) } while take(",")
        try expect("]")
    }

    /// Makes sure that nothing but white space is left.
    package mutating func end() throws(Malformed) {
        skipSpace()
        guard position == bytes.count else { throw Malformed() }
    }

    // MARK: Values

    package mutating func string() throws(Malformed) -> RawString {
        try expect("\"")
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return RawString(
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

    package mutating func text() throws(Malformed) -> String { try string().text() }

    package mutating func bool() throws(Malformed) -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw Malformed()
    }

    /// A whole number of at most 2⁵³, beyond which neighbours cannot be told apart.
    package mutating func integer() throws(Malformed) -> Int {
        guard let whole = Int(exactly: try number()), whole.magnitude <= 1 << 53 else { throw Malformed() }
        return whole
    }

    /// A number, or one of the words NaN, Infinity and -Infinity with or without quotes.
    package mutating func number() throws(Malformed) -> Double {
        guard let number = try numberOrNil() else { throw Malformed() }
        return number
    }

    /// A number if the next value is one; otherwise nil, and the value is still to be read.
    package mutating func numberOrNil() throws(Malformed) -> Double? {
        skipSpace()
        guard position < bytes.count else { throw Malformed() }
        let first = bytes[position]
        if first == UInt8(ascii: "\"") {
            let start = position
            let word = try string()
            switch word {
            case "NaN": return .nan
            case "Infinity": return .infinity
            case "-Infinity": return -.infinity
            default:
                position = start
                return nil
            }
        }
        if first == UInt8(ascii: "-") || isDigit(first) { return try decimal() }
        if takeWord("NaN") { return .nan }
        if takeWord("Infinity") { return .infinity }
        return nil
    }

    /// True, and read, when the next value is null.
    package mutating func takeNull() -> Bool {
        skipSpace()
        return takeWord("null")
    }

    /// What kind of value comes next, by its first byte.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return position < bytes.count ? bytes[position] : nil
    }

    /// Reads a value of any kind and forgets it.
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
            if takeNull() { return }
            _ = try number()
        }
    }

    // MARK: Bytes

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 32 || byte == 9 || byte == 13 || byte == 10 else { return }
            position += 1
        }
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(Malformed) {
        guard take(mark) else { throw Malformed() }
    }

    @inline(__always)
    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            memcmp(bytes.baseAddress! + position, word.utf8Start, count) == 0
        else { return false }
        position += count
        return true
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    private mutating func decimal() throws(Malformed) -> Double {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative {
            position += 1
            if takeWord("Infinity") { return -.infinity }
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0
        let digitsStart = position
        takeDigits(&mantissa, &digits)
        guard position > digitsStart else { throw Malformed() }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            let fractionStart = position
            takeDigits(&mantissa, &digits)
            guard position > fractionStart else { throw Malformed() }
            exponent = fractionStart - position
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            exponent += try exponentPart()
        }
        // Exact by one rounding: both factors are Doubles without error (Clinger's fast path).
        if digits <= 19, mantissa < 1 << 53, abs(exponent) <= 22 {
            let power = Self.powersOfTen[abs(exponent)]
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            return isNegative ? -value : value
        }
        return slowDecimal(start)
    }

    @inline(__always)
    private mutating func takeDigits(_ mantissa: inout UInt64, _ digits: inout Int) {
        while position < bytes.count, isDigit(bytes[position]) {
            mantissa = mantissa &* 10 &+ UInt64(bytes[position] &- 48)
            if mantissa != 0 { digits += 1 }
            position += 1
        }
    }

    private mutating func exponentPart() throws(Malformed) -> Int {
        position += 1
        var isNegative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        var value = 0
        while position < bytes.count, isDigit(bytes[position]) {
            value = min(value * 10 + Int(bytes[position] &- 48), 100_000)
            position += 1
        }
        guard position > start else { throw Malformed() }
        return isNegative ? -value : value
    }

    /// The C library's correctly rounded conversion, over a copy that ends in NUL.
    private func slowDecimal(_ start: Int) -> Double {
        let count = position - start
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { copy in
            memcpy(copy.baseAddress!, bytes.baseAddress! + start, count)
            copy[count] = 0
            return strtod(copy.baseAddress!, nil)
        }
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
