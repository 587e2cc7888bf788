/// From Double to Int, for numbers that come from outside: the bare `Int(_:)` ends the program on NaN, on an infinity
/// and beyond 2⁶³.
extension Int {
    /// The largest count that a number from outside may be: beyond 2⁵³ a Double cannot distinguish neighbors.
    ///
    /// One more or less, the sum of a few of them and their product with the columns of a screen stay far within an Int.
    public static let largestCount = 1 << 53

    /// The whole part of a number; what is beyond the range of Int becomes its end.
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

    /// A count, such as a step or an epoch, that came as a number.
    ///
    /// - Returns: nil for anything but a whole number from 0 to `largestCount`.
    public init?(counting value: Double) {
        guard let whole = Int(exactly: value), (0...Self.largestCount).contains(whole) else { return nil }
        self = whole
    }
}
