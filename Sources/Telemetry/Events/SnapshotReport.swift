/// A snapshot that the run has made in memory.
public struct SnapshotReport: Equatable, Sendable {
    /// The last step computed before it was made.
    public var step: Int
    /// The step of the oldest snapshot still kept; earlier ones are evicted.
    public var oldest: Int

    public init(step: Int, oldest: Int) { (self.step, self.oldest) = (step, oldest) }
}
