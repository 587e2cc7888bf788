import Telemetry

/// The evaluations of a run, each beside the one before it of the same split, with the best of each split marked.
struct EvaluationTable: Equatable, Sendable {
    struct Row: Equatable, Sendable {
        /// That of its incident.
        var number: Int
        /// Where its step lies on the step axis.
        var place: Int
        var evaluation: Evaluation
        /// By how much the loss changed since the one before, or the accuracy where no loss is measured; nil for the first.
        var change: Double?
        var isBest = false
        /// Whether a rewind discarded the step it belongs to.
        var isRewound: Bool

        /// What is compared: the lower, the better.
        fileprivate var cost: Double? { evaluation.loss ?? evaluation.accuracy.map { -$0 } }

        /// Whether it is better than the one before; nil where that cannot be said.
        var isBetter: Bool? {
            guard let change, change != 0, change.isFinite else { return nil }
            return (change < 0) == (evaluation.loss != nil)
        }
    }

    /// What was last measured of a split, and the best so far, by their places in `rows`.
    private struct Split {
        var name: String
        var last: Int
        var best: Int?
    }

    /// In the order they came.
    private(set) var rows: [Row] = []
    /// True where some are of another split than the others.
    var hasSplits: Bool { rows.contains { $0.evaluation.split != rows[0].evaluation.split } }

    init(_ timelineEntries: [TimelineEntry]) {
        var splits: [Split] = []
        for timelineEntry in timelineEntries {
            guard let evaluation = timelineEntry.evaluation else { continue }
            let row = Row(
                number: timelineEntry.number,
                place: timelineEntry.place ?? evaluation.step,
                evaluation: evaluation,
                isRewound: timelineEntry.isRewound
            )
            rows.append(row)
            if !row.isRewound { compare(rows.count - 1, &splits) }
        }
        for split in splits { if let best = split.best { rows[best].isBest = true } }
    }

    private mutating func compare(_ place: Int, _ splits: inout [Split]) {
        let cost = rows[place].cost
        let isFinite = cost?.isFinite ?? false
        guard let index = splits.firstIndex(where: { $0.name == rows[place].evaluation.split }) else {
            splits.append(Split(name: rows[place].evaluation.split, last: place, best: isFinite ? place : nil))
            return
        }
        let before = rows[splits[index].last].evaluation
        rows[place].change = Self.change(from: before, to: rows[place].evaluation)
        splits[index].last = place
        guard isFinite, let cost else { return }
        if let best = splits[index].best, let least = rows[best].cost, least <= cost { return }
        splits[index].best = place
    }

    private static func change(from before: Evaluation, to evaluation: Evaluation) -> Double? {
        if let loss = evaluation.loss { return before.loss.map { loss - $0 } }
        guard let accuracy = evaluation.accuracy, let earlier = before.accuracy else { return nil }
        return accuracy - earlier
    }
}

extension RunState {
    /// What was measured on held-out data so far.
    var evaluations: EvaluationTable { EvaluationTable(timelineEntries) }

    /// Whether anything has been.
    var hasEvaluations: Bool { evaluation != nil || timelineEntries.contains(where: \.isEvaluation) }
}
