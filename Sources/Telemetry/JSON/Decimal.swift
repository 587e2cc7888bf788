import Glibc

/// Parses bytes that are one decimal number: an optional sign, digits with an optional point, an optional exponent. Nil for
/// anything else, such as hexadecimal digits, words or white space.
///
/// Infinite for a number beyond the range of Double.
package func decimal(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard unsafe isDecimal(bytes) else { return nil }
    return unsafe decimalUsingStrtod(bytes)
}

/// The correctly rounded conversion of the C library. The bytes must be a decimal number.
func decimalUsingStrtod(_ bytes: UnsafeRawBufferPointer) -> Double {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
        unsafe memcpy(copy.baseAddress!, bytes.baseAddress!, bytes.count)
        unsafe copy[bytes.count] = 0
        return unsafe strtod(copy.baseAddress!, nil)
    }
}

/// Parses a text that is one decimal number; nil for any other.
package func decimal(_ text: some StringProtocol) -> Double? {
    var text = String(text)
    return text.withUTF8 { unsafe decimal(UnsafeRawBufferPointer($0)) }
}

/// `[+-]? (digits [. digits?] | . digits) ([eE] [+-]? digits)?`
private func isDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    func accept(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        guard position < bytes.count,
            unsafe bytes[position] == UInt8(ascii: first) || bytes[position] == UInt8(ascii: second)
        else {
            return false
        }
        position += 1
        return true
    }
    func digits() -> Int {
        let start = position
        while position < bytes.count, unsafe bytes[position] &- 48 < 10 { position += 1 }
        return position - start
    }
    _ = accept("+", "-")
    var count = digits()
    if accept(".", ".") { count += digits() }
    guard count > 0 else { return false }
    if accept("e", "E") {
        _ = accept("+", "-")
        guard digits() > 0 else { return false }
    }
    return position == bytes.count
}
