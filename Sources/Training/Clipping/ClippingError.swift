import Telemetry

/// Why gradients could not be clipped; none of them was changed.
public enum ClippingError: Error, Equatable, CustomStringConvertible {
    /// The threshold is negative or NaN. PyTorch would flip the gradients' sign, or make them NaN.
    case invalidThreshold(Double)
    /// The total norm is NaN or infinite, and `errorIfNonFinite` is true.
    case nonFiniteNorm(Double, NormFault?)
    /// The norm with an infinite or negative p does not exist for a gradient without elements.
    case emptyGradient(parameter: String)
    /// The p of the norm is NaN. In PyTorch all gradients become NaN.
    case invalidNormType(Double)

    public var description: String {
        switch self {
        case .invalidThreshold(let value):
            "max_norm " + (NumberRange.maxNorm.refusal(of: value) ?? "is \(shortest(value))")
        case .nonFiniteNorm(let value, let fault):
            "the total norm of the gradients is \(shortest(value)), so they cannot be clipped"
                + (fault.map { ": \($0)" } ?? "")
        case .emptyGradient(let parameter):
            "the gradient of \(parameter) is empty and has no norm whose p is infinite or negative"
        case .invalidNormType(let p): "norm_type must be a number (got \(shortest(p)))"
        }
    }
}
