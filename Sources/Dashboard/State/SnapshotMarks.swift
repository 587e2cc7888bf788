import Telemetry

/// The snapshots that a run may be rewound to, oldest first; of many, fewer the older they are.
struct SnapshotMarks: Equatable, Sendable {
    /// The most marks kept; see `SnapshotMark.leastMissed`.
    static let limit = 256

    private(set) var marks: [SnapshotMark] = []
    /// Whether snapshots that the run still has are left out.
    private(set) var isThinned = false
    /// The step of one that is not to be left out, since the operator is about to choose it.
    var held: Int?

    /// Adds a snapshot, and forgets those that the run has no more.
    ///
    /// - Parameter latest: the latest step.
    mutating func append(_ report: SnapshotReport, latest: StepRecord?) {
        // Their steps rise: only those that go are looked at, since there may be a snapshot every step.
        while let last = marks.last, last.step >= report.step { marks.removeLast() }
        let gone = marks.firstIndex { $0.step >= report.oldest } ?? marks.count
        if gone > 0 { marks.removeFirst(gone) }
        let record = latest.flatMap { $0.step == report.step ? $0 : nil }
        marks.append(SnapshotMark(step: report.step, record: record, time: latest?.time ?? 0))
        if marks.count > Self.limit {
            marks.remove(at: SnapshotMark.leastMissed(of: marks, holding: held))
            isThinned = true
        }
    }

    /// Removes the snapshots made after a step that the run has gone back to.
    ///
    /// - Returns: the one made at it.
    mutating func rewind(to step: Int) -> SnapshotMark? {
        marks.removeAll { $0.step > step }
        return marks.last { $0.step == step }
    }

    mutating func removeAll() { marks = [] }
}
