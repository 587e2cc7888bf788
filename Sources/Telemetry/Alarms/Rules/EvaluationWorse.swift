/// Evaluations far worse than the best so far: accuracy down, or loss up, by a fifth, and by more than evaluations usually
/// differ from one to the next.
struct EvaluationWorse: AlarmDetector {
    static let rule = AlarmRule.evaluationWorse
    static let share = 0.2
    /// The factor on the usual difference of consecutive evaluations.
    static let noises = 2.0
    /// Consecutive evaluations with such a loss that raise the alarm; one at twice the best is enough.
    static let patience = 3
    /// The most splits that are checked.
    static let splitLimit = 16

    private var splits: [Split] = []
    /// The split and measure of the active alarm; nil if there is none.
    private var alarmed: (split: String, isAccuracy: Bool)?

    mutating func observe(_ evaluation: Evaluation, _ alarms: inout ActiveAlarms) {
        guard let index = index(of: evaluation.split) else { return }
        let before = splits[index]
        splits[index].append(evaluation)
        let poorLosses = splits[index].poorLosses
        if let alarmed {
            guard alarmed.split == evaluation.split else { return }
            judge(evaluation, before, isAccuracy: alarmed.isAccuracy, &alarms)
        } else {
            judge(evaluation, before, isAccuracy: true, &alarms)
            if alarmed == nil, poorLosses >= Self.patience {
                judge(evaluation, before, isAccuracy: false, count: poorLosses, &alarms)
            }
        }
    }

    /// - Parameter before: the split without this evaluation.
    private mutating func judge(
        _ evaluation: Evaluation,
        _ before: Split,
        isAccuracy: Bool,
        count: Int = 1,
        _ alarms: inout ActiveAlarms
    ) {
        let records = isAccuracy ? before.accuracy : before.loss
        guard let best = records.best, let value = isAccuracy ? evaluation.accuracy : evaluation.loss else { return }
        // Half the way back ends it.
        if records.isWorse(value, by: alarmed == nil ? 1 : 0.5) {
            alarmed = (evaluation.split, isAccuracy)
            let split = evaluation.split.isEmpty ? "eval" : evaluation.split
            alarms.raise(
                Self.rule,
                subject: "\(split) \(isAccuracy ? "accuracy" : "loss")",
                step: evaluation.step,
                count: count,
                value: value,
                usual: best
            )
        } else if alarmed != nil {
            alarmed = nil
            alarms.end(Self.rule)
        }
    }

    private mutating func index(of split: String) -> Int? {
        if let index = splits.firstIndex(where: { $0.name == split }) { return index }
        guard splits.count < Self.splitLimit else { return nil }
        splits.append(Split(name: split))
        return splits.count - 1
    }

    mutating func rewind(to step: Int) {
        alarmed = nil
        for index in splits.indices { splits[index].rewind(to: step) }
    }

    private struct Split {
        var name: String
        var accuracy = Records(isHigherBetter: true)
        var loss = Records(isHigherBetter: false)
        /// Consecutive losses far above the best, and whether the latest is more than twice the best.
        private var (lossesInARow, isTwice) = (0, false)

        /// Consecutive losses far above the best; at least `patience` if the latest is more than twice the best.
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

/// The best numbers so far, each better than the one before, and the usual distance of consecutive numbers.
private struct Records: Sendable {
    /// The most records kept: a rewind leads to one of the latest.
    static let limit = 64
    /// Numbers that the noise is measured over, and the least number of them.
    static let (window, least) = (10, 7)

    let isHigherBetter: Bool
    private var records: [(step: Int, value: Double)] = []
    private var latest: [(step: Int, value: Double)] = []

    init(isHigherBetter: Bool) { self.isHigherBetter = isHigherBetter }

    var best: Double? { records.last?.value }

    /// The median distance of consecutive numbers; 0 for fewer than `least`.
    private var noise: Double {
        guard latest.count >= Self.least else { return 0 }
        let distances = zip(latest, latest.dropFirst()).map { abs($1.value - $0.value) }.sorted()
        return distances[distances.count / 2]
    }

    /// True if a number is far worse than the best. NaN is.
    ///
    /// - Parameter share: the fraction of the usual margin that is enough.
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
