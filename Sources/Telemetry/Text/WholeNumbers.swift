/// Conversions from Double to Int for numbers from outside: the bare `Int(_:)` traps on NaN, on infinity and beyond 2⁶³.
extension Int {
    /// The largest count accepted from outside, 2⁵³: beyond it a Double cannot distinguish neighbors. Sums of a few of them and
    /// products with the width of a screen do not overflow an Int.
    public static let largestCount = 1 << 53

    /// The integer part of a number, clamped to the range of Int.
    ///
    /// - Returns: nil for NaN.
    public init?(clamping value: Double) {
        guard !value.isNaN else { return nil }
        // Double(Int.max) is 2⁶³, one beyond it.
        if value >= 0x1p63 {
            self = .max
        } else if value < -0x1p63 {
            self = .min
        } else {
            self = Int(value)
        }
    }

    /// A count, such as a step or an epoch, from a Double.
    ///
    /// - Returns: nil for anything but a whole number from 0 to `largestCount`.
    public init?(counting value: Double) {
        guard let whole = Int(exactly: value), (0...Self.largestCount).contains(whole) else { return nil }
        self = whole
    }
}
