import Telemetry

/// The snapshots that a run may be rewound to, oldest first; if there are many, old ones are thinned.
struct SnapshotMarks: Equatable, Sendable {
    /// The most marks kept; see `SnapshotMark.leastValuable`.
    static let limit = 256

    private(set) var marks: [SnapshotMark] = []
    /// True if snapshots that the run still has were thinned out.
    private(set) var isThinned = false
    /// The step of a snapshot that must not be thinned out, since it is selected in a list.
    var held: Int?

    /// Adds a snapshot, and removes those that the run has evicted.
    ///
    /// - Parameter latest: the latest step.
    mutating func append(_ report: SnapshotReport, latest: StepRecord?) {
        // Only the removed marks are visited, since there may be a snapshot every step.
        while let last = marks.last, last.step >= report.step { marks.removeLast() }
        let gone = marks.firstIndex { $0.step >= report.oldest } ?? marks.count
        if gone > 0 { marks.removeFirst(gone) }
        let record = latest.flatMap { $0.step == report.step ? $0 : nil }
        marks.append(SnapshotMark(step: report.step, record: record, time: latest?.time ?? 0))
        if marks.count > Self.limit {
            marks.remove(at: SnapshotMark.leastValuable(of: marks, holding: held))
            isThinned = true
        }
    }

    /// Removes the snapshots after a step, as after a rewind.
    ///
    /// - Returns: the snapshot made at the step; nil if there is none.
    mutating func rewind(to step: Int) -> SnapshotMark? {
        marks.removeAll { $0.step > step }
        return marks.last { $0.step == step }
    }

    mutating func removeAll() { marks = [] }
}
