/// The interval of a run's snapshots and the memory they may use.
public struct SnapshotPlan: Sendable {
    /// Steps between two snapshots, 1 or more.
    public var every: Int
    /// The memory for all snapshots, in bytes.
    public var memory: Int

    public init(every: Int, memory: Int) {
        require(every >= 1, "a run takes a snapshot every step or less often")
        self.every = every
        self.memory = memory
    }
}
