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
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let loss = step.loss, loss.isFinite, blocks.append(loss, step: step.step) { look(step.step, &book) }
    }

    private mutating func look(_ step: Int, _ book: inout AlarmBook) {
        guard let window = blocks.window else { return }
        let trend = LossTrend(window.map(\.mean))
        if let level {
            if trend.hasFallen(from: level) {
                self.level = nil
                book.end(Self.rule)
            } else {
                book.hold(Self.rule, step: step, more: blocks.length, value: trend.latest)
            }
        } else if trend.isFlat {
            level = trend.level
            let since = window[window.startIndex].lastStep
            book.hold(
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
