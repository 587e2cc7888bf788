import Telemetry

/// Why gradients could not be clipped; none of them was changed.
public enum ClippingError: Error, Equatable, CustomStringConvertible {
    /// The threshold is negative or NaN. PyTorch would turn the gradients round, or make them NaN.
    case invalidThreshold(Double)
    /// The total norm is NaN or infinite and this was asked to be an error.
    case nonFiniteNorm(Double, NormFault?)
    /// A norm of p ±∞, or of a negative p, of a gradient without elements does not exist.
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
