/// Something wrong with the numbers of one step; each kind needs a different response.
public struct Alarm: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case lossNaN = "loss_nan"
        case lossInfinite = "loss_infinite"
        /// A gradient holds NaN.
        case normNaN = "norm_nan"
        /// A gradient is infinite somewhere, and none holds NaN.
        case normInfinite = "norm_infinite"
        /// Every gradient is finite, their total norm is not: norm clipping multiplies all of them by 0, and the run
        /// stands still without a NaN anywhere.
        case normOverflow = "norm_overflow"
        /// The total norm is 0: nothing is learned.
        case normZero = "norm_zero"
        /// The update changed no weight. It is checked on the steps that have an update ratio.
        case updateZero = "update_zero"
    }

    public var kind: Kind
    /// The first parameter at fault: for a norm the one whose gradient it is, for a loss one whose own numbers are not
    /// finite any more. Nil where there is none.
    public var parameter: String?

    public init(_ kind: Kind, parameter: String? = nil) {
        self.kind = kind
        self.parameter = parameter
    }
}
