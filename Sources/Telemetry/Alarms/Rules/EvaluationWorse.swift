/// Evaluations far worse than the best so far: accuracy down, or loss up, by a fifth, and by more than evaluations usually
/// differ from one to the next.
struct EvaluationWorse: AlarmDetector {
    static let rule = AlarmRule.evaluationWorse
    static let share = 0.2
    /// How many times the usual difference of two evaluations in a row.
    static let noises = 2.0
    /// Evaluations in a row with a loss that much worse that make an alarm; one of twice the best does alone.
    static let patience = 3
    /// Splits that are watched.
    static let splitLimit = 16

    private var splits: [Split] = []
    /// The split and measure of the alarm that is not over.
    private var alarmed: (split: String, isAccuracy: Bool)?

    mutating func observe(_ evaluation: Evaluation, _ book: inout AlarmBook) {
        guard let place = place(of: evaluation.split) else { return }
        let before = splits[place]
        splits[place].append(evaluation)
        let poorLosses = splits[place].poorLosses
        if let alarmed {
            guard alarmed.split == evaluation.split else { return }
            judge(evaluation, before, isAccuracy: alarmed.isAccuracy, &book)
        } else {
            judge(evaluation, before, isAccuracy: true, &book)
            if alarmed == nil, poorLosses >= Self.patience {
                judge(evaluation, before, isAccuracy: false, count: poorLosses, &book)
            }
        }
    }

    /// - Parameter before: what was known of the split until now.
    private mutating func judge(
        _ evaluation: Evaluation,
        _ before: Split,
        isAccuracy: Bool,
        count: Int = 1,
        _ book: inout AlarmBook
    ) {
        let records = isAccuracy ? before.accuracy : before.loss
        guard let best = records.best, let value = isAccuracy ? evaluation.accuracy : evaluation.loss else { return }
        // Half the way back ends it.
        if records.isWorse(value, by: alarmed == nil ? 1 : 0.5) {
            alarmed = (evaluation.split, isAccuracy)
            let split = evaluation.split.isEmpty ? "eval" : evaluation.split
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
        for place in splits.indices { splits[place].rewind(to: step) }
    }

    private struct Split {
        var name: String
        var accuracy = Records(isHigherBetter: true)
        var loss = Records(isHigherBetter: false)
        /// Losses in a row that were far above the best, and whether the latest of them is more than twice it.
        private var (lossesInARow, isTwice) = (0, false)

        /// Losses in a row that were far above the best; enough of them where the latest is more than twice it.
        var poorLosses: Int { isTwice ? max(lossesInARow, EvaluationWorse.patience) : lossesInARow }

        init(name: String) { self.name = name }

        mutating func append(_ evaluation: Evaluation) {
            if let value = evaluation.accuracy { accuracy.append(value, step: evaluation.step) }
            guard let value = evaluation.loss else { return (lossesInARow, isTwice) = (0, false) }
            lossesInARow = loss.isWorse(value, by: 1) ? lossesInARow + 1 : 0
            isTwice = lossesInARow > 0 && loss.best.map { !(value <= $0 + abs($0)) } ?? false
            loss.append(value, step: evaluation.step)
        }

        mutating func rewind(to step: Int) {
            accuracy.rewind(to: step)
            loss.rewind(to: step)
            (lossesInARow, isTwice) = (0, false)
        }
    }
}

/// The best numbers so far, each better than those before it, and how far numbers in a row usually lie apart.
private struct Records: Sendable {
    /// Records that are kept: a rewind goes back to one of the latest.
    static let limit = 64
    /// Numbers that say how far they lie apart, and how many there must be.
    static let (window, least) = (10, 7)

    let isHigherBetter: Bool
    private var records: [(step: Int, value: Double)] = []
    private var latest: [(step: Int, value: Double)] = []

    init(isHigherBetter: Bool) { self.isHigherBetter = isHigherBetter }

    var best: Double? { records.last?.value }

    /// The median of the distances between numbers in a row; 0 while too few are known.
    private var noise: Double {
        guard latest.count >= Self.least else { return 0 }
        let distances = zip(latest, latest.dropFirst()).map { abs($1.value - $0.value) }.sorted()
        return distances[distances.count / 2]
    }

    /// Whether a number is far worse than the best; one that is NaN is.
    ///
    /// - Parameter share: of what is far.
    func isWorse(_ value: Double, by share: Double) -> Bool {
        guard let best else { return false }
        let far = max(abs(best) * EvaluationWorse.share, noise * EvaluationWorse.noises) * share
        return !((isHigherBetter ? best - value : value - best) <= far)
    }

    mutating func append(_ value: Double, step: Int) {
        guard value.isFinite else { return }
        latest.append((step, value))
        if latest.count > Self.window { latest.removeFirst() }
        guard best.map({ isHigherBetter ? value > $0 : value < $0 }) ?? true else { return }
        records.append((step, value))
        if records.count > Self.limit { records.removeFirst() }
    }

    mutating func rewind(to step: Int) {
        records.removeAll { $0.step > step }
        latest.removeAll { $0.step > step }
    }
}
