/// The result of clipping.
public struct ClippedGradients: Sendable, Equatable {
    /// The total norm before clipping.
    public var norm: Double
    /// The total norm after clipping.
    public var clippedNorm: Double
    /// The factor of every gradient; 1 under value clipping and under none.
    public var coefficient: Double
    /// The norm of each parameter's gradient before clipping, in order; 0 for one without gradient.
    public var parameterNorms: [Double]
    /// Why the norm is not finite; nil where it is.
    public var fault: NormFault?

    public init(
        norm: Double,
        clippedNorm: Double,
        coefficient: Double,
        parameterNorms: [Double],
        fault: NormFault? = nil
    ) {
        (self.norm, self.clippedNorm, self.coefficient) = (norm, clippedNorm, coefficient)
        (self.parameterNorms, self.fault) = (parameterNorms, fault)
    }
}
