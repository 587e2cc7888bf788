import Telemetry

/// The entries of the event list, oldest first, in bounded memory.
struct Timeline: Equatable, Sendable {
    /// The most entries kept.
    static let limit = 1000

    private(set) var entries: [TimelineEntry] = []
    /// The number of entries so far, dropped ones included.
    private var count = 0
    /// The faults in the order of steps, each kind once.
    private(set) var orderFaults: [TimelineEntry] = []
    /// Kinds of data of which some was dropped and reported.
    private var leftOut: Set<String> = []

    /// Appends an entry; one that repeats the last is counted there.
    ///
    /// - Parameter position: the position of its step on the step axis.
    mutating func append(_ timelineEntry: TimelineEntry, at position: Int?) {
        var timelineEntry = timelineEntry
        timelineEntry.text = Bounds.sentence(timelineEntry.text)
        timelineEntry.mark = Bounds.name(timelineEntry.mark)
        timelineEntry.position = position
        if let known = repeated(by: timelineEntry) {
            entries[known].repeats += 1
            return
        }
        if case .order = timelineEntry.kind { orderFaults.append(timelineEntry) }
        timelineEntry.number = count
        count += 1
        entries.append(timelineEntry)
        if entries.count > Self.limit { dropLeastRelevant() }
    }

    /// The index of the entry that another one repeats; nil if it does not.
    private func repeated(by timelineEntry: TimelineEntry) -> Int? {
        switch timelineEntry.kind {
        case .nonFinite, .alarm:
            // A streak of equal entries is one entry, even with evaluations between them.
            guard let last = entries.lastIndex(where: { !$0.isEvaluation }),
                entries[last].kind == timelineEntry.kind, entries[last].text == timelineEntry.text
            else { return nil }
            return last
        // Each kind of order fault is reported once.
        case .order: return entries.firstIndex { $0.kind == timelineEntry.kind }
        default: return nil
        }
    }

    /// Reports, once per kind, that a source has more data than is kept.
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

    /// Marks the entries after a position as removed by a rewind.
    mutating func discard(after position: Int) {
        for index in entries.indices where entries[index].position ?? 0 > position {
            entries[index].isRewound = true
        }
    }

    /// Drops the oldest evaluations, except the best, and checkpoints of the older half; without these, the oldest entry.
    /// Changes and problems are kept longest.
    private mutating func dropLeastRelevant() {
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
