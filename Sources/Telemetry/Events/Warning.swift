/// What looks wrong with a run, such as clipping that has no effect, as a sentence for the operator.
public struct Warning: Equatable, Sendable {
    /// The step that is computed next.
    public var step: Int
    public var message: String

    public init(step: Int, message: String) { (self.step, self.message) = (step, message) }
}
