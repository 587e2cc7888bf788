import Glibc

/// The number that bytes spell in decimal, all of them: digits with or without a point, before them a sign and behind
/// them an exponent where there is one. Nil for anything else: no hexadecimal, no word, no white space, nothing behind it.
///
/// Infinite for a number beyond what a Double holds.
package func decimal(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard unsafe isDecimal(bytes) else { return nil }
    return unsafe decimalUsingStrtod(bytes)
}

/// The C library's correctly rounded conversion, over a copy that ends in NUL, of bytes that spell a number in decimal.
func decimalUsingStrtod(_ bytes: UnsafeRawBufferPointer) -> Double {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
        unsafe memcpy(copy.baseAddress!, bytes.baseAddress!, bytes.count)
        unsafe copy[bytes.count] = 0
        return unsafe strtod(copy.baseAddress!, nil)
    }
}

/// The number that a text spells in decimal, all of it.
package func decimal(_ text: some StringProtocol) -> Double? {
    var text = String(text)
    return text.withUTF8 { unsafe decimal(UnsafeRawBufferPointer($0)) }
}

/// `[+-]? (digits [. digits?] | . digits) ([eE] [+-]? digits)?`
private func isDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    func accept(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        guard place < bytes.count, unsafe bytes[place] == UInt8(ascii: first) || bytes[place] == UInt8(ascii: second)
        else {
            return false
        }
        place += 1
        return true
    }
    func digits() -> Int {
        let start = place
        while place < bytes.count, unsafe bytes[place] &- 48 < 10 { place += 1 }
        return place - start
    }
    _ = accept("+", "-")
    var count = digits()
    if accept(".", ".") { count += digits() }
    guard count > 0 else { return false }
    if accept("e", "E") {
        _ = accept("+", "-")
        guard digits() > 0 else { return false }
    }
    return place == bytes.count
}
