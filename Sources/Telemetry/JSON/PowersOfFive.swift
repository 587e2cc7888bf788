/// The leading 128 bits of the powers of five for all decimal exponents of Doubles.
enum PowersOfFive {
    /// The exponents. Below them every mantissa of 64 bits becomes 0, above them infinite.
    static let exponents = -342...308

    /// The leading 64 bits of a power, the first of them set, and the next 64.
    ///
    /// Powers are rounded down, except those from -1 to -27, which are rounded up: the table of Lemire, "Number parsing at a
    /// gigabyte per second" (2021), which has the proof.
    @inline(__always)
    static subscript(exponent: Int) -> (high: UInt64, low: UInt64) {
        let index = 2 * (exponent - exponents.lowerBound)
        return (table[index], table[index + 1])
    }

    private static let table: [UInt64] = {
        var table = [UInt64](repeating: 0, count: 2 * exponents.count)
        func set(_ exponent: Int, _ power: (high: UInt64, low: UInt64)) {
            let index = 2 * (exponent - exponents.lowerBound)
            (table[index], table[index + 1]) = power
        }
        var power = LongNumber(bit: 0)
        for exponent in 0...exponents.upperBound {
            set(exponent, power.leading)
            power.multiplyByFive()
        }
        var reciprocal = LongNumber(bit: 64 * LongNumber.count - 1)
        for exponent in 1...(-exponents.lowerBound) {
            reciprocal.divideByFive()
            var (high, low) = reciprocal.leading
            if exponent <= 27 {
                let (next, overflow) = low.addingReportingOverflow(1)
                (high, low) = (high + (overflow ? 1 : 0), next)
            }
            set(-exponent, (high, low))
        }
        return table
    }()
}

/// An integer of 1,024 bits, low words first: enough for 5³⁰⁸ (716 bits) and for 128 bits of 2¹⁰²³ / 5³⁴².
private struct LongNumber {
    static let count = 16
    private var words = [UInt64](repeating: 0, count: count)

    init(bit: Int) { words[bit / 64] = 1 << (bit % 64) }

    mutating func multiplyByFive() {
        var carry: UInt64 = 0
        for index in words.indices {
            let (high, low) = words[index].multipliedFullWidth(by: 5)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[index] = sum
            carry = high + (overflow ? 1 : 0)
        }
    }

    /// Rounds down.
    mutating func divideByFive() {
        var remainder: UInt64 = 0
        for index in words.indices.reversed() {
            (words[index], remainder) = UInt64(5).dividingFullWidth((remainder, words[index]))
        }
    }

    /// The highest set bit and the 127 bits below it.
    var leading: (high: UInt64, low: UInt64) {
        guard let top = words.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
        func word(_ index: Int) -> UInt64 { index >= 0 ? words[index] : 0 }
        let shift = UInt64(words[top].leadingZeroBitCount)
        func shifted(_ index: Int) -> UInt64 { word(index) << shift | word(index - 1) >> (64 - shift) }
        return (shifted(top), shifted(top - 1))
    }
}
