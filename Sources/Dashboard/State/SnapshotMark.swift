public import Telemetry

/// A snapshot that a run may be rewound to.
public struct SnapshotMark: Equatable, Sendable {
    /// The last step computed before it.
    public var step: Int
    /// The record of that step; nil if the event was not received.
    public var record: StepRecord?
    /// When it was made, in the run's seconds.
    public var time: Double

    /// The place of the one that is missed least where there are too many: the gap it leaves is the smallest beside its
    /// age, so that some are left from however far back. The oldest and the newest stay.
    ///
    /// - Parameters:
    ///   - marks: three or more, their steps rising.
    ///   - held: the step of one that stays too.
    static func leastMissed(of marks: [SnapshotMark], holding held: Int?) -> Int {
        let newest = marks[marks.count - 1].step
        var (place, smallest) = (1, Double.infinity)
        for index in 1..<marks.count - 1 where marks[index].step != held {
            let gap = Double(marks[index + 1].step - marks[index - 1].step) / Double(newest - marks[index].step)
            if gap < smallest { (place, smallest) = (index, gap) }
        }
        return place
    }
}
