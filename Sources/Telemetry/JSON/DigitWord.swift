/// Eight bytes of text, of which the first few may be digits.
struct DigitWord {
    /// The powers of ten, by exponent.
    static let powersOfTen: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

    /// The values of the digits, little-endian; any other byte is above 9.
    private let values: UInt64

    @inline(__always)
    init(_ word: UInt64) { values = word ^ 0x3030_3030_3030_3030 }

    /// The number of the leading digits, 0 if there are none, and their count.
    @inline(__always)
    var leading: (value: UInt64, count: Int) {
        let others = ((values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080
        let count = others.trailingZeroBitCount >> 3
        // Shifted so that zeros precede the digits and nothing follows them.
        let digits = values << UInt64(64 - 8 * count)
        let pairs = digits &* 10 &+ digits >> 8
        let upper = (pairs & 0xFF_0000_00FF) &* 0xF_4240_0000_0064
        let lower = (pairs >> 16 & 0xFF_0000_00FF) &* 0x2710_0000_0001
        return ((upper &+ lower) >> 32, count)
    }
}
