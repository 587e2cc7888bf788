import Synchronization

extension Recording.Block {
    /// Adds the next events to the summary.
    mutating func summarize(_ events: EventList) {
        var walk = Walk(progress: end)
        events.deliver(to: &walk)
        end = walk.progress
        count += events.count
        stops.formUnion(walk.stops)
        guard walk.lowest <= walk.highest else { return }
        steps = min(walk.lowest, steps?.lowerBound ?? .max)...max(walk.highest, steps?.upperBound ?? .min)
    }
}

/// The events of a block, each with its entry.
struct OpenBlock: Sendable {
    let events: EventList
    let entries: [Recording.Entry]

    init(_ events: EventList, from start: Recording.Progress, count: Int? = nil) {
        var (events, walk) = (events, Walk(progress: start, keepsEntries: true))
        while let count, events.count < count { events.receive(.gap(steps: 0)) }
        events.deliver(0..<(count ?? events.count), to: &walk)
        (self.events, entries) = (events, walk.entries)
    }
}

/// A cache of the blocks used last.
final class OpenBlocks: Sendable {
    private let limit: Int
    private let blocks = Mutex<[(first: Int, count: Int, block: OpenBlock)]>([])

    init(limit: Int) { self.limit = limit }

    func block(_ block: Recording.Block, open: () -> OpenBlock) -> OpenBlock {
        let known = blocks.withLock { blocks -> OpenBlock? in
            guard let index = blocks.lastIndex(where: { $0.first == block.first && $0.count == block.count }) else {
                return nil
            }
            if index < blocks.count - 1 { blocks.append(blocks.remove(at: index)) }
            return blocks[blocks.count - 1].block
        }
        if let known { return known }
        let opened = open()
        blocks.withLock { blocks in
            blocks.removeAll { $0.first == block.first }
            if blocks.count == limit { blocks.removeFirst() }
            blocks.append((block.first, block.count, opened))
        }
        return opened
    }
}

/// Computes the summary of events, and the entry of each.
private struct Walk: EventReceiver {
    var progress: Recording.Progress
    var keepsEntries = false
    private(set) var entries: [Recording.Entry] = []
    private(set) var stops: Set<Playback.Stop> = []
    /// The range of the steps.
    private(set) var (lowest, highest) = (Int.max, Int.min)

    init(progress: Recording.Progress, keepsEntries: Bool = false) {
        (self.progress, self.keepsEntries) = (progress, keepsEntries)
    }

    mutating func receive(step record: borrowing StepRecord) {
        let gap = record.time - (progress.runTime ?? record.time)
        progress.time += min(max(gap, 0), Recording.longestGap)
        progress.runTime = record.time
        progress.step = record.step
        lowest = min(lowest, record.step)
        highest = max(highest, record.step)
        let isFaulty = record.isNonFinite || record.hasLists && !record.alarms.isEmpty
        append(isStep: true, stop: isFaulty ? .timelineEntry : nil)
    }

    mutating func receive(_ event: Event) {
        switch event {
        case .step(let record): receive(step: record)
        case .run, .snapshot, .live, .gap, .checkpoint: append(isStep: false, stop: nil)
        case .applied(let applied):
            // Only a rewind goes back.
            progress.step = applied.from == nil ? max(progress.step, applied.step - 1) : applied.step - 1
            append(isStep: false, stop: .timelineEntry)
        case .alarm(let report): append(isStep: false, stop: report.state == .raised ? .timelineEntry : nil)
        case .evaluation: append(isStep: false, stop: .evaluation)
        case .rejected, .warning, .end: append(isStep: false, stop: .timelineEntry)
        }
    }

    private mutating func append(isStep: Bool, stop: Playback.Stop?) {
        if let stop { stops.insert(stop) }
        guard keepsEntries else { return }
        entries.append(
            Recording.Entry(isStep: isStep, stop: stop, time: progress.time, step: progress.step)
        )
    }
}
