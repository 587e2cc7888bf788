/// A problem of a run, such as clipping without effect.
public struct Warning: Equatable, Sendable {
    /// The next step to compute.
    public var step: Int
    /// A sentence for the operator.
    public var message: String

    public init(step: Int, message: String) { (self.step, self.message) = (step, message) }
}
