public import Telemetry

/// A snapshot that a run may be rewound to.
public struct SnapshotMark: Equatable, Sendable {
    /// The last step computed before it.
    public var step: Int
    /// The record of that step; nil if the event was not received.
    public var record: StepRecord?
    /// The time at which it was made, in seconds of the run.
    public var time: Double

    /// The index of the mark to thin out: the gap it leaves is the smallest relative to its age, so that some marks of every age
    /// are kept. The oldest and the newest are never chosen.
    ///
    /// - Parameters:
    ///   - marks: at least three, in ascending order of steps.
    ///   - held: the step of a mark that must be kept; nil for none.
    static func leastValuable(of marks: [SnapshotMark], holding held: Int?) -> Int {
        let newest = marks[marks.count - 1].step
        var (least, smallest) = (1, Double.infinity)
        for index in 1..<marks.count - 1 where marks[index].step != held {
            let gap = Double(marks[index + 1].step - marks[index - 1].step) / Double(newest - marks[index].step)
            if gap < smallest { (least, smallest) = (index, gap) }
        }
        return least
    }
}
