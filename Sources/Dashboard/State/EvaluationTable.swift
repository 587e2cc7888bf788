import Telemetry

/// The evaluations of a run, each compared with the previous one of its split, the best of each split marked.
struct EvaluationTable: Equatable, Sendable {
    struct Row: Equatable, Sendable {
        /// The number of its timeline entry.
        var number: Int
        /// The position of its step on the step axis.
        var position: Int
        var evaluation: Evaluation
        /// The change of the loss since the previous one, or of the accuracy without a loss; nil for the first.
        var change: Double?
        var isBest = false
        /// True if a rewind removed its step.
        var isRewound: Bool

        /// The quantity compared; lower is better.
        fileprivate var cost: Double? { evaluation.loss ?? evaluation.accuracy.map { -$0 } }

        /// True if it is better than the previous one; nil if that is unknown or nothing changed.
        var isBetter: Bool? {
            guard let change, change != 0, change.isFinite else { return nil }
            return (change < 0) == (evaluation.loss != nil)
        }
    }

    /// The latest and the best evaluation of a split, as indices of `rows`.
    private struct Split {
        var name: String
        var last: Int
        var best: Int?
    }

    /// The evaluations in order of arrival.
    private(set) var rows: [Row] = []
    /// True if there is more than one split.
    var hasSplits: Bool { rows.contains { $0.evaluation.split != rows[0].evaluation.split } }

    init(_ timelineEntries: [TimelineEntry]) {
        var splits: [Split] = []
        for timelineEntry in timelineEntries {
            guard let evaluation = timelineEntry.evaluation else { continue }
            let row = Row(
                number: timelineEntry.number,
                position: timelineEntry.position ?? evaluation.step,
                evaluation: evaluation,
                isRewound: timelineEntry.isRewound
            )
            rows.append(row)
            if !row.isRewound { compare(rows.count - 1, &splits) }
        }
        for split in splits { if let best = split.best { rows[best].isBest = true } }
    }

    private mutating func compare(_ row: Int, _ splits: inout [Split]) {
        let cost = rows[row].cost
        let isFinite = cost?.isFinite ?? false
        guard let index = splits.firstIndex(where: { $0.name == rows[row].evaluation.split }) else {
            splits.append(Split(name: rows[row].evaluation.split, last: row, best: isFinite ? row : nil))
            return
        }
        let before = rows[splits[index].last].evaluation
        rows[row].change = Self.change(from: before, to: rows[row].evaluation)
        splits[index].last = row
        guard isFinite, let cost else { return }
        if let best = splits[index].best, let least = rows[best].cost, least <= cost { return }
        splits[index].best = row
    }

    private static func change(from before: Evaluation, to evaluation: Evaluation) -> Double? {
        if let loss = evaluation.loss { return before.loss.map { loss - $0 } }
        guard let accuracy = evaluation.accuracy, let earlier = before.accuracy else { return nil }
        return accuracy - earlier
    }
}

extension RunState {
    /// The evaluations so far.
    var evaluations: EvaluationTable { EvaluationTable(timelineEntries) }

    /// True if there has been an evaluation.
    var hasEvaluations: Bool { evaluation != nil || timelineEntries.contains(where: \.isEvaluation) }
}
