/// A fault in the numbers of one step.
public struct Alarm: Equatable, Sendable {
    /// The kinds of faults; the raw value is the name in lines.
    public enum Kind: String, CaseIterable, Sendable {
        case lossNaN = "loss_nan"
        case lossInfinite = "loss_infinite"
        /// A gradient holds NaN.
        case normNaN = "norm_nan"
        /// A gradient is infinite somewhere, and none holds NaN.
        case normInfinite = "norm_infinite"
        /// Every gradient is finite but their total norm is not: norm clipping multiplies all of them by 0, and
        /// training makes no progress without a NaN anywhere.
        case normOverflow = "norm_overflow"
        /// The total norm is 0: nothing is learned.
        case normZero = "norm_zero"
        /// The update changed no weight. It is checked on the steps that have an update ratio.
        case updateZero = "update_zero"
    }

    public var kind: Kind
    /// The first faulty parameter: for a norm the one with that gradient, for a loss the first whose weights are not
    /// finite. Nil if there is none.
    public var parameter: String?

    public init(_ kind: Kind, parameter: String? = nil) {
        self.kind = kind
        self.parameter = parameter
    }
}
