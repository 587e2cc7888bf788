/// A training loss without a downward trend, over the last quarter of the run or 400 steps, whichever is longer.
///
/// Losses are averaged over blocks. The trend over blocks is tested by ranks (Mann and Kendall) and measured by the median of
/// all pairs' slopes (Theil and Sen), so that no spike decides.
struct Plateau: AlarmDetector {
    static let rule = AlarmRule.plateau

    private var blocks = LossBlocks()
    /// The level at which the alarm was raised.
    private var level: Double?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if let loss = step.loss, loss.isFinite, blocks.append(loss, step: step.step) { inspect(step.step, &alarms) }
    }

    private mutating func inspect(_ step: Int, _ alarms: inout ActiveAlarms) {
        guard let window = blocks.window else { return }
        let trend = LossTrend(window.map(\.mean))
        if let level {
            if trend.hasFallen(from: level) {
                self.level = nil
                alarms.end(Self.rule)
            } else {
                alarms.raise(Self.rule, step: step, more: blocks.length, value: trend.latest)
            }
        } else if trend.isFlat {
            level = trend.level
            let since = window[window.startIndex].lastStep
            alarms.raise(
                Self.rule,
                since: since,
                step: step,
                count: step - since,
                value: trend.latest,
                usual: trend.first
            )
        }
    }

    mutating func rewind(to step: Int) {
        level = nil
        blocks.rewind(to: step)
    }
}
