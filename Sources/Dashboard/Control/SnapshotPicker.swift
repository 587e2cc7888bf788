/// The choice of a snapshot to go back to. Snapshots come and go while it is open; the choice stays with its step.
struct SnapshotPicker: Equatable, Sendable {
    /// The step of the snapshot that is chosen, as long as it is there.
    private var step: Int

    /// The newest snapshot is chosen at first; nil when there are none.
    init?(_ snapshots: [SnapshotMark]) {
        guard let newest = snapshots.last else { return nil }
        step = newest.step
    }

    /// The latest snapshot before a step is chosen at first, or the oldest.
    init?(_ snapshots: [SnapshotMark], before step: Int) {
        guard let chosen = snapshots.last(where: { $0.step < step }) ?? snapshots.first else { return nil }
        self.step = chosen.step
    }

    /// The place of the choice; the oldest snapshot stands for one that is gone. Nil when all are.
    func place(in snapshots: [SnapshotMark]) -> Int? {
        snapshots.lastIndex { $0.step <= step } ?? (snapshots.isEmpty ? nil : 0)
    }

    func chosen(of snapshots: [SnapshotMark]) -> SnapshotMark? { place(in: snapshots).map { snapshots[$0] } }

    /// Moves the choice, up to older ones; true when the key does that.
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
        guard distance != 0, let place = place(in: snapshots) else { return false }
        step = snapshots[min(max(place + distance, 0), snapshots.count - 1)].step
        return true
    }
}
