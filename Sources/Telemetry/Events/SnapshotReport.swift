/// A snapshot in the run's memory.
public struct SnapshotReport: Equatable, Sendable {
    /// The last step computed before it was made.
    public var step: Int
    /// The oldest snapshot still kept: those of earlier steps are gone.
    public var oldest: Int

    public init(step: Int, oldest: Int) { (self.step, self.oldest) = (step, oldest) }
}
