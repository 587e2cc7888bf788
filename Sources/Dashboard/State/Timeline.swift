import Telemetry

/// What happened in a run and is worth a line, oldest first, in bounded memory.
struct Timeline: Equatable, Sendable {
    /// The most entries kept.
    static let limit = 1000

    private(set) var entries: [TimelineEntry] = []
    /// How many there have been, those dropped included.
    private var count = 0
    /// What was found wrong with the order of the steps, each kind once.
    private(set) var orderFaults: [TimelineEntry] = []
    /// Kinds of which more came than is kept, each of which is said once.
    private var leftOut: Set<String> = []

    /// Adds an incident; one that repeats the last counts there.
    ///
    /// - Parameter place: where its step lies on the axis.
    mutating func append(_ timelineEntry: TimelineEntry, at place: Int?) {
        var timelineEntry = timelineEntry
        timelineEntry.text = Bounds.sentence(timelineEntry.text)
        timelineEntry.mark = Bounds.name(timelineEntry.mark)
        timelineEntry.place = place
        if let known = repeated(by: timelineEntry) {
            entries[known].repeats += 1
            return
        }
        if case .order = timelineEntry.kind { orderFaults.append(timelineEntry) }
        timelineEntry.number = count
        count += 1
        entries.append(timelineEntry)
        if entries.count > Self.limit { dropLeastTelling() }
    }

    /// The incident that another one only repeats.
    private func repeated(by timelineEntry: TimelineEntry) -> Int? {
        switch timelineEntry.kind {
        case .nonFinite, .alarm:
            // A streak of the same is one incident, evaluations in it or not.
            guard let last = entries.lastIndex(where: { !$0.isEvaluation }),
                entries[last].kind == timelineEntry.kind, entries[last].text == timelineEntry.text
            else { return nil }
            return last
        // What is wrong with the order of the steps is said once.
        case .order: return entries.firstIndex { $0.kind == timelineEntry.kind }
        default: return nil
        }
    }

    /// Says, once of each kind, that a source has more of something than is kept.
    mutating func appendLeftOut(_ kept: Int, of count: Int, _ kind: String) {
        guard kept < count, leftOut.insert(kind).inserted else { return }
        append(
            TimelineEntry(
                step: nil,
                kind: .trouble,
                text: "only the first \(NumberFormat.count(kept)) \(kind) are shown"
            ),
            at: nil
        )
    }

    /// Marks what happened after a place as removed by a rewind.
    mutating func discard(after place: Int) {
        for index in entries.indices where entries[index].place ?? 0 > place {
            entries[index].isRewound = true
        }
    }

    /// Drops the oldest evaluations but the best one, and checkpoints, of the older half; where there are none, the oldest
    /// incident: what an operator did and what went wrong stay longest.
    private mutating func dropLeastTelling() {
        let best = Set(EvaluationTable(entries).rows.lazy.filter(\.isBest).map(\.number))
        var (spare, left) = (Self.limit / 8, entries.count / 2)
        let before = entries.count
        entries.removeAll { timelineEntry in
            left -= 1
            guard left >= 0, spare > 0, timelineEntry.kind == .checkpoint || timelineEntry.isEvaluation,
                !best.contains(timelineEntry.number)
            else { return false }
            spare -= 1
            return true
        }
        if entries.count == before { entries.removeFirst() }
    }
}
