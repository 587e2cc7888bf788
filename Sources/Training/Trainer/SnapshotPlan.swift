/// How often a run takes snapshots of itself, and how much memory they may take.
public struct SnapshotPlan: Sendable {
    /// Steps between two, 1 or more.
    public var every: Int
    /// Bytes.
    public var memory: Int

    public init(every: Int, memory: Int) {
        require(every >= 1, "a run takes a snapshot every step or less often")
        self.every = every
        self.memory = memory
    }
}
