/// A checkpoint that was written, or could not be; training continues either way.
public struct CheckpointReport: Equatable, Sendable {
    /// The last step whose update is in it.
    public var step: Int
    /// The file that was written, or should have been.
    public var path: String
    /// Why nothing was written; nil when it was.
    public var problem: String?

    public init(step: Int, path: String, problem: String? = nil) {
        (self.step, self.path, self.problem) = (step, path, problem)
    }
}
