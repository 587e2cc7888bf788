import Glibc

extension JSONScanner {
    /// The bytes of a name or string between its quotes, escapes not resolved.
    @safe package struct RawString {
        let bytes: UnsafeRawBufferPointer
        let hasEscapes: Bool

        /// True when the bytes equal an ASCII word that needs no escapes.
        @inline(__always)
        package static func ~= (word: StaticString, raw: RawString) -> Bool {
            unsafe raw.bytes.count == word.utf8CodeUnitCount
                && memcmp(raw.bytes.baseAddress!, word.utf8Start, raw.bytes.count) == 0
        }

        /// True when the bytes equal a word that needs no escapes.
        func equals(_ word: String) -> Bool { unsafe bytes.elementsEqual(word.utf8) }

        /// The text, escapes resolved; invalid UTF-8 becomes U+FFFD.
        package func text() throws(Malformed) -> String {
            unsafe hasEscapes ? try unescaped() : String(decoding: bytes, as: UTF8.self)
        }

        /// The text as written, cut to a few characters.
        package var excerpt: String {
            let text = unsafe String(decoding: bytes.prefix(24), as: UTF8.self)
            return unsafe bytes.count > 24 ? text + "…" : text
        }

        private func unescaped() throws(Malformed) -> String {
            var text: [UInt8] = []
            unsafe text.reserveCapacity(bytes.count)
            var index = 0
            while unsafe index < bytes.count {
                let byte = unsafe bytes[index]
                index += 1
                guard byte == UInt8(ascii: "\\") else {
                    text.append(byte)
                    continue
                }
                guard unsafe index < bytes.count else { throw Malformed() }
                let escape = unsafe bytes[index]
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
            if UTF16.isLeadSurrogate(unit), unsafe index + 6 <= bytes.count, unsafe bytes[index] == UInt8(ascii: "\\"),
                unsafe bytes[index + 1] == UInt8(ascii: "u")
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
            guard unsafe index + 4 <= bytes.count else { throw Malformed() }
            var unit: UInt16 = 0
            for position in index..<index + 4 {
                guard let digit = unsafe Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                    throw Malformed()
                }
                unit = unit << 4 | UInt16(digit)
            }
            index += 4
            return unit
        }
    }
}
