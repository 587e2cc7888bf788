extension AlarmRule {
    /// An evaluation is a fifth worse than the best one of its split. The subject is the measure: "test accuracy".
    public static let worseEvaluation = AlarmRule(
        "evaluation_worse",
        title: "evaluation worse than its best",
        withSubject: "% worse than its best"
    )
}

/// Evaluations far worse than the best so far: accuracy down, or loss up, by a fifth.
struct WorseEvaluation: AlarmDetector {
    static let rule = AlarmRule.worseEvaluation
    static let share = 0.2
    /// Evaluations in a row with a loss that much worse that make an alarm; one of twice the best does alone.
    static let patience = 3
    /// Splits that are watched.
    static let splitLimit = 16

    private var splits: [Split] = []
    /// The split and measure of the alarm that is not over.
    private var alarmed: (split: String, isAccuracy: Bool)?

    mutating func take(_ evaluation: Evaluation, _ book: inout AlarmBook) {
        guard let place = place(of: evaluation.split) else { return }
        let (accuracy, loss) = (splits[place].accuracy.best, splits[place].loss.best)
        let poor = splits[place].passLoss(evaluation.loss, best: loss)
        if let value = evaluation.accuracy { splits[place].accuracy.take(value, step: evaluation.step) }
        if let value = evaluation.loss { splits[place].loss.take(value, step: evaluation.step) }
        if let alarmed {
            guard alarmed.split == evaluation.split else { return }
            judge(evaluation, isAccuracy: alarmed.isAccuracy, best: alarmed.isAccuracy ? accuracy : loss, &book)
        } else {
            judge(evaluation, isAccuracy: true, best: accuracy, &book)
            if alarmed == nil, poor >= Self.patience {
                judge(evaluation, isAccuracy: false, best: loss, count: poor, &book)
            }
        }
    }

    private mutating func judge(
        _ evaluation: Evaluation,
        isAccuracy: Bool,
        best: Double?,
        count: Int = 1,
        _ book: inout AlarmBook
    ) {
        guard let best, let value = isAccuracy ? evaluation.accuracy : evaluation.loss else { return }
        // Half the way back ends it.
        let share = alarmed == nil ? Self.share : Self.share / 2
        let isWorse = isAccuracy ? !(value >= best * (1 - share)) : !(value <= best + abs(best) * share)
        if isWorse {
            alarmed = (evaluation.split, isAccuracy)
            let split = evaluation.split.isEmpty ? "evaluation" : evaluation.split
            book.hold(
                Self.rule,
                subject: "\(split) \(isAccuracy ? "accuracy" : "loss")",
                step: evaluation.step,
                count: count,
                value: value,
                usual: best
            )
        } else if alarmed != nil {
            alarmed = nil
            book.end(Self.rule)
        }
    }

    private mutating func place(of split: String) -> Int? {
        if let place = splits.firstIndex(where: { $0.name == split }) { return place }
        guard splits.count < Self.splitLimit else { return nil }
        splits.append(Split(name: split))
        return splits.count - 1
    }

    mutating func rewind(to step: Int) {
        alarmed = nil
        for place in splits.indices {
            splits[place].accuracy.rewind(to: step)
            splits[place].loss.rewind(to: step)
        }
    }

    private struct Split {
        var name: String
        var accuracy = Records(isHigherBetter: true)
        var loss = Records(isHigherBetter: false)
        /// Losses in a row that were far above the best.
        private var poorLosses = 0

        init(name: String) { self.name = name }

        /// - Returns: the losses in a row, this one included, that were far above the best; enough of them where this one is
        ///   more than twice it.
        mutating func passLoss(_ value: Double?, best: Double?) -> Int {
            guard let value, let best else { return 0 }
            poorLosses = value <= best + abs(best) * WorseEvaluation.share ? 0 : poorLosses + 1
            return value <= best + abs(best) ? poorLosses : WorseEvaluation.patience
        }
    }
}

/// The best numbers so far, each better than those before it.
private struct Records: Sendable {
    /// Records that are kept: a rewind goes back to one of the latest.
    static let limit = 64

    let isHigherBetter: Bool
    private var records: [(step: Int, value: Double)] = []

    init(isHigherBetter: Bool) { self.isHigherBetter = isHigherBetter }

    var best: Double? { records.last?.value }

    mutating func take(_ value: Double, step: Int) {
        guard value.isFinite, best.map({ isHigherBetter ? value > $0 : value < $0 }) ?? true else { return }
        records.append((step, value))
        if records.count > Self.limit { records.removeFirst() }
    }

    mutating func rewind(to step: Int) { records.removeAll { $0.step > step } }
}
