/// The checkpoint that a run resumes from.
public struct Resumed: Equatable, Sendable {
    /// The last step that was computed before.
    public var step: Int
    /// The file of the checkpoint.
    public var path: String

    public init(step: Int, path: String) { (self.step, self.path) = (step, path) }
}
