/// The norm over the gradients of all parameters, and the norm of each gradient.
public struct GradientNorms: Sendable, Equatable {
    /// The norm of the parameters' norms; 0 when no parameter has a gradient.
    public var total: Double
    /// One for each parameter in order; 0 for a parameter without gradient.
    public var perParameter: [Double]

    public init(total: Double, perParameter: [Double]) { (self.total, self.perParameter) = (total, perParameter) }
}
