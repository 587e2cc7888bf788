import Synchronization

extension Recording.Block {
    /// Counts the next events.
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

/// The events of a block and their places.
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

/// The blocks that were looked into last.
final class OpenBlocks: Sendable {
    private let limit: Int
    private let blocks = Mutex<[(first: Int, count: Int, block: OpenBlock)]>([])

    init(limit: Int) { self.limit = limit }

    func block(_ block: Recording.Block, open: () -> OpenBlock) -> OpenBlock {
        let known = blocks.withLock { blocks -> OpenBlock? in
            guard let place = blocks.lastIndex(where: { $0.first == block.first && $0.count == block.count }) else {
                return nil
            }
            if place < blocks.count - 1 { blocks.append(blocks.remove(at: place)) }
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

/// Counts events and finds the position of each.
private struct Walk: EventReceiver {
    var progress: Recording.Progress
    var keepsEntries = false
    private(set) var entries: [Recording.Entry] = []
    private(set) var stops: Set<Playback.Stop> = []
    /// Of the steps.
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
        place(isStep: true, stop: isFaulty ? .timelineEntry : nil)
    }

    mutating func receive(_ event: Event) {
        switch event {
        case .step(let record): receive(step: record)
        case .run, .snapshot, .live, .gap, .checkpoint: place(isStep: false, stop: nil)
        case .applied(let applied):
            // A rewind is the one way back.
            progress.step = applied.from == nil ? max(progress.step, applied.step - 1) : applied.step - 1
            place(isStep: false, stop: .timelineEntry)
        case .alarm(let report): place(isStep: false, stop: report.state == .raised ? .timelineEntry : nil)
        case .evaluation: place(isStep: false, stop: .evaluation)
        case .rejected, .warning, .end: place(isStep: false, stop: .timelineEntry)
        }
    }

    private mutating func place(isStep: Bool, stop: Playback.Stop?) {
        if let stop { stops.insert(stop) }
        guard keepsEntries else { return }
        entries.append(
            Recording.Entry(isStep: isStep, stop: stop, time: progress.time, step: progress.step)
        )
    }
}
