extension Double {
    /// The Double nearest to mantissa × 10^exponent, ties to even; infinite beyond the largest.
    ///
    /// By a single rounding if both factors are exact Doubles (Clinger, 1990); else by the leading 128 bits of a power of five
    /// (Lemire, "Number parsing at a gigabyte per second", 2021), which suffice for every mantissa of 64 bits (Mushtak and
    /// Lemire, "Fast number parsing without fallback", 2023).
    @inline(__always)
    init(_ mantissa: UInt64, timesTenTo exponent: Int) {
        if mantissa <= 1 << 53, -22...22 ~= exponent {
            let power = Self.powersOfTen[abs(exponent)]
            self = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        } else {
            self = Self.rounded(mantissa, timesTenTo: exponent)
        }
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private static func rounded(_ mantissa: UInt64, timesTenTo exponent: Int) -> Double {
        guard mantissa != 0, exponent >= PowersOfFive.exponents.lowerBound else { return 0 }
        guard exponent <= PowersOfFive.exponents.upperBound else { return .infinity }
        let zeros = mantissa.leadingZeroBitCount
        let (high, low) = product(mantissa << UInt64(zeros), exponent)
        let upper = Int(high >> 63)
        // One bit more than a Double has, for rounding.
        let shift = UInt64(upper + 9)
        var bits = high >> shift
        // ⌊log₂ 10^exponent⌋ with 16 fraction bits.
        var power = (217_706 * exponent) >> 16 + 63 + upper - zeros + 1023
        if power <= 0 { return subnormal(bits, power) }
        // A tie between two Doubles, which is possible only for powers that fit into 64 bits.
        if low <= 1, -4...23 ~= exponent, bits & 3 == 1, bits << shift == high { bits &= ~1 }
        bits = (bits + bits & 1) >> 1
        if bits >= 1 << 53 {
            bits = 1 << 52
            power += 1
        }
        guard power < 0x7FF else { return .infinity }
        return Double(bitPattern: UInt64(power) << 52 | bits & (1 << 52 - 1))
    }

    /// The leading 128 bits of a normalized mantissa times a power of five.
    @inline(__always)
    private static func product(_ mantissa: UInt64, _ exponent: Int) -> (high: UInt64, low: UInt64) {
        let power = PowersOfFive[exponent]
        var (high, low) = mantissa.multipliedFullWidth(by: power.high)
        // The low half of the power matters only if a carry could reach the bits that are kept.
        if high & 0x1FF == 0x1FF {
            let (sum, overflow) = low.addingReportingOverflow(mantissa.multipliedFullWidth(by: power.low).high)
            (high, low) = (high + (overflow ? 1 : 0), sum)
        }
        return (high, low)
    }

    /// - Parameter power: the biased exponent, 0 or less.
    private static func subnormal(_ bits: UInt64, _ power: Int) -> Double {
        guard power > -63 else { return 0 }
        let kept = bits >> UInt64(1 - power)
        // Rounding up may give the least normal number, whose bits follow those of the largest subnormal one.
        return Double(bitPattern: (kept + kept & 1) >> 1)
    }
}
