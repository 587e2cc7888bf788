extension JSONScanner {
    /// A whole number of at most 2⁵³, beyond which neighbors cannot be distinguished.
    package mutating func integer() throws(Malformed) -> Int {
        guard let whole = Int(exactly: try number()), whole.magnitude <= 1 << 53 else { throw Malformed() }
        return whole
    }

    /// A number, or one of the words NaN, Infinity and -Infinity with or without quotes.
    package mutating func number() throws(Malformed) -> Double {
        guard let number = try numberOrNil() else { throw Malformed() }
        return number
    }

    /// A number if the next value is one; otherwise nil, and nothing is read.
    package mutating func numberOrNil() throws(Malformed) -> Double? {
        skipSpace()
        guard unsafe position < bytes.count else { throw Malformed() }
        let first = unsafe bytes[position]
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
        if acceptWord("NaN") { return .nan }
        if acceptWord("Infinity") { return .infinity }
        return nil
    }

    /// A number that begins with a digit, as nearly all do; otherwise nil, and nothing is read.
    @inline(__always)
    mutating func plainNumber() throws(Malformed) -> Double? {
        skipSpace()
        return unsafe position < bytes.count && isDigit(bytes[position]) ? try decimal() : nil
    }

    /// A number in any plain spelling, or within a string: 1.5, +1, .5, "1.414", nan, -inf, Infinity. Any other value is
    /// skipped and gives nil.
    package mutating func looseNumber() throws(Malformed) -> Double? {
        skipSpace()
        guard unsafe position < bytes.count else { throw Malformed() }
        if unsafe bytes[position] == UInt8(ascii: "\"") { return try string().number }
        if let number = try bareNumber() { return number }
        try skipValue()
        return nil
    }

    /// A number in any plain spelling, not within a string; otherwise nil, and nothing is read.
    mutating func bareNumber() throws(Malformed) -> Double? {
        guard unsafe position < bytes.count else { return nil }
        let first = unsafe bytes[position]
        if isDigit(first) { return try decimal() }
        let start = position
        let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        if isSigned { position += 1 }
        if unsafe position < bytes.count, unsafe isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
            let magnitude = try decimal(mayBeginWithPoint: true)
            return first == UInt8(ascii: "-") ? -magnitude : magnitude
        }
        if let word = nonFiniteWord() { return first == UInt8(ascii: "-") ? -word : word }
        position = start
        return nil
    }

    /// NaN or infinity as Python, C or JavaScript write them, in either case; otherwise nil, and nothing is read.
    private mutating func nonFiniteWord() -> Double? {
        if acceptLetters("infinity") || acceptLetters("inf") { return .infinity }
        return acceptLetters("nan") ? .nan : nil
    }

    /// Reads a word in either case if it comes next. `word` is in lower case.
    private mutating func acceptLetters(_ word: StaticString) -> Bool {
        let letters = unsafe UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard unsafe position + letters.count <= bytes.count,
            unsafe letters.elementsEqual(bytes[position..<position + letters.count], by: { $0 == $1 | 0x20 })
        else { return false }
        position += letters.count
        return true
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    /// A decimal number with an optional fraction.
    private mutating func decimal(mayBeginWithPoint: Bool = false) throws(Malformed) -> Double {
        let isNegative = unsafe bytes[position] == UInt8(ascii: "-")
        if isNegative {
            position += 1
            if acceptWord("Infinity") { return -.infinity }
        }
        var mantissa: UInt64 = 0
        let start = position
        while unsafe position < bytes.count, unsafe isDigit(bytes[position]) {
            mantissa = unsafe mantissa &* 10 &+ UInt64(bytes[position] &- 48)
            position += 1
        }
        var digits = position - start
        guard digits > 0 || mayBeginWithPoint else { throw Malformed() }
        var exponent = 0
        if unsafe position < bytes.count, unsafe bytes[position] == UInt8(ascii: ".") {
            position += 1
            let fractionStart = position
            readDigits(into: &mantissa)
            guard position > fractionStart else { throw Malformed() }
            exponent = fractionStart - position
            digits -= exponent
        }
        if unsafe position < bytes.count, unsafe bytes[position] | 0x20 == UInt8(ascii: "e") {
            exponent += try exponentPart()
        }
        let isWhole = digits <= Self.mostDigits || hasFewDigits(from: start, outOf: digits)
        let magnitude =
            unsafe isWhole
            ? Double(mantissa, timesTenTo: exponent)
            : decimalUsingStrtod(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
        return isNegative ? -magnitude : magnitude
    }

    /// The most decimal digits that always fit into 64 bits.
    private static let mostDigits = 19

    /// Appends the digits that come next to a number, eight at a time.
    @inline(__always)
    private mutating func readDigits(into mantissa: inout UInt64) {
        while unsafe position + 8 <= bytes.count {
            let (value, count) = unsafe DigitWord(bytes.word(at: position)).leading
            mantissa = mantissa &* DigitWord.powersOfTen[count] &+ value
            position += count
            if count < 8 { return }
        }
        while unsafe position < bytes.count, unsafe isDigit(bytes[position]) {
            mantissa = unsafe mantissa &* 10 &+ UInt64(bytes[position] &- 48)
            position += 1
        }
    }

    /// True if there are at most `mostDigits` digits without the leading zeros.
    private func hasFewDigits(from start: Int, outOf digits: Int) -> Bool {
        // The exponent was read up to a limit: with more digits it may not be the one that is written.
        guard digits < 1000 else { return false }
        let zeros = unsafe bytes[start..<position].prefix { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
            .count { $0 == UInt8(ascii: "0") }
        return digits - zeros <= Self.mostDigits
    }

    private mutating func exponentPart() throws(Malformed) -> Int {
        position += 1
        var isNegative = false
        if unsafe position < bytes.count,
            unsafe bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        {
            isNegative = unsafe bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        var value = 0
        while unsafe position < bytes.count, unsafe isDigit(bytes[position]) {
            value = unsafe min(value * 10 + Int(bytes[position] &- 48), 100_000)
            position += 1
        }
        guard position > start else { throw Malformed() }
        return isNegative ? -value : value
    }
}

extension JSONScanner.RawString {
    /// The text as a number, white space around it allowed; nil for any other text.
    var number: Double? {
        guard !hasEscapes else { return nil }
        var scanner = unsafe JSONScanner(bytes)
        guard let first = scanner.peek(), first != UInt8(ascii: "\""),
            let number = try? scanner.looseNumber(), (try? scanner.end()) != nil
        else { return nil }
        return number
    }
}
