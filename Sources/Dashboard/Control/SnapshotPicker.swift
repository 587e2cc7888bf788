/// The choice of a snapshot to rewind to. While snapshots are added and evicted, the selection stays at its step.
struct SnapshotPicker: Equatable, Sendable {
    /// The step of the selected snapshot; it may have been evicted.
    private var step: Int

    /// Selects the newest snapshot; nil if there are none.
    init?(_ snapshots: [SnapshotMark]) {
        guard let newest = snapshots.last else { return nil }
        step = newest.step
    }

    /// Selects the latest snapshot before a step, else the oldest; nil if there are none.
    init?(_ snapshots: [SnapshotMark], before step: Int) {
        guard let chosen = snapshots.last(where: { $0.step < step }) ?? snapshots.first else { return nil }
        self.step = chosen.step
    }

    /// The index of the selected snapshot; if it was evicted, of the one before it or the oldest. Nil if there are none.
    func index(in snapshots: [SnapshotMark]) -> Int? {
        snapshots.lastIndex { $0.step <= step } ?? (snapshots.isEmpty ? nil : 0)
    }

    func chosen(of snapshots: [SnapshotMark]) -> SnapshotMark? { index(in: snapshots).map { snapshots[$0] } }

    /// Moves the selection; false for any other key.
    mutating func move(_ key: Key, among snapshots: [SnapshotMark]) -> Bool {
        let distance =
            switch key {
            case .up, .character("k"): -1
            case .down, .character("j"): 1
            case .pageUp: -10
            case .pageDown: 10
            case .home, .character("g"): -snapshots.count
            case .end, .character("G"): snapshots.count
            default: 0
            }
        guard distance != 0, let index = index(in: snapshots) else { return false }
        step = snapshots[min(max(index + distance, 0), snapshots.count - 1)].step
        return true
    }
}
