/// The events of a recording, appended as it is read: a whole file, or a stream that still grows.
///
/// It is kept in blocks. For a file that can be read again, a block has only its lines in the file and a summary to search
/// by; blocks that are needed are read again, and the latest of them are cached. For other sources a block has its events,
/// and the oldest blocks of a stream can be evicted.
public struct Recording: Sendable {
    /// Reads the events of a byte range of the file again, as `EventReader.midFile()`; empty if that fails.
    public typealias Reload = @Sendable (Range<Int>) -> EventList

    /// The time and step of an event.
    struct Entry: Sendable {
        var isStep: Bool
        var stop: Playback.Stop?
        /// Playing seconds from the beginning.
        var time: Double
        /// The step it belongs to.
        var step: Int
    }

    struct Block: Sendable {
        /// The index of its first event.
        var first: Int
        var count = 0
        /// Its lines in the file; nil if its events are kept.
        var filePlace: FilePlace?
        var events = EventList()
        /// The memory of its events, in bytes.
        var size = 0
        /// The progress of the recording before and after the block.
        var start: Progress
        var end: Progress
        /// The range of its steps; nil if it has none.
        var steps: ClosedRange<Int>?
        /// The kinds of stops in it.
        var stops: Set<Playback.Stop> = []
    }

    /// The progress of a recording.
    struct Progress: Sendable {
        /// The playing time, in seconds.
        var time = 0.0
        /// The time of the latest step, in seconds of the run.
        var runTime: Double?
        var step = 0
    }

    /// The longest gap between steps in playback, in seconds; longer ones are shortened to it.
    public static let longestGap = 2.0
    /// The most cached blocks: as many as are played between two frames.
    private static let openLimit = 20

    private let reload: Reload?
    private let open = OpenBlocks(limit: openLimit)
    private var blocks: [Block] = []
    /// The index of the first event that is not evicted.
    public private(set) var first = 0
    /// The number of events so far, evicted ones included.
    public private(set) var count = 0
    /// The memory of the kept events, in bytes.
    public private(set) var size = 0
    /// True once no more events will come.
    public private(set) var isComplete = false
    private var end = Progress()

    /// - Parameter reload: reads events again; nil keeps all events.
    public init(reload: Reload? = nil) { self.reload = reload }

    /// The playing time of all events so far, in seconds.
    public var length: Double { end.time }

    /// The last step read.
    public var lastStep: Int { end.step }

    /// The memory of the latest block, in bytes.
    public var latestSize: Int { blocks.last?.size ?? 0 }

    /// Appends events.
    ///
    /// - Parameters:
    ///   - events: oldest first.
    ///   - begins: true if they begin a block, before which everything can be evicted.
    ///   - size: the approximate memory of such a block, in bytes.
    public mutating func append(_ events: EventList, beginningBlock begins: Bool = false, of size: Int = 0) {
        guard events.count > 0 else { return }
        let filePlace = reload == nil ? nil : events.filePlace
        if begins || filePlace != nil || blocks.last.map({ $0.filePlace != nil }) ?? true {
            blocks.append(Block(first: count, filePlace: filePlace, start: end, end: end))
            if filePlace == nil { blocks[blocks.count - 1].events.reserve(bytes: size) }
        }
        let last = blocks.count - 1
        blocks[last].summarize(events)
        end = blocks[last].end
        count += events.count
        guard filePlace == nil else { return }
        blocks[last].events.append(events)
        blocks[last].size += events.size
        self.size += events.size
    }

    /// Marks the recording as complete.
    public mutating func finish() { isComplete = true }

    /// Passes events to a receiver; evicted ones are skipped.
    public func deliver(_ indices: Range<Int>, to receiver: inout some EventReceiver) {
        var index = max(indices.lowerBound, first)
        while index < min(indices.upperBound, count), let number = block(of: index) {
            let block = blocks[number]
            let end = min(indices.upperBound, block.first + block.count)
            opened(block).events.deliver(index - block.first..<end - block.first, to: &receiver)
            index = end
        }
    }

    /// The entry of the event at an index, which must not be evicted.
    func entry(at index: Int) -> Entry {
        let block = blocks[block(of: index) ?? 0]
        return opened(block).entries[index - block.first]
    }

    // MARK: Searching

    /// The index of the first event from `start` on for which a condition holds, searching only blocks that may have one.
    func firstIndex(from start: Int, in hasAny: (Block) -> Bool, where holds: (Entry) -> Bool) -> Int? {
        guard let number = block(of: max(start, first)) else { return nil }
        for block in blocks[number...] where hasAny(block) {
            let entries = opened(block).entries
            let from = max(start - block.first, 0)
            if let found = entries[from...].firstIndex(where: holds) { return block.first + found }
        }
        return nil
    }

    /// The index of the last event before `end` for which a condition holds, searching only blocks that may have one.
    func lastIndex(before end: Int, in hasAny: (Block) -> Bool, where holds: (Entry) -> Bool) -> Int? {
        guard let number = block(of: min(end, count) - 1) else { return nil }
        for block in blocks[...number].reversed() where hasAny(block) {
            let entries = opened(block).entries
            let to = min(end - block.first, entries.count)
            if let found = entries[..<to].lastIndex(where: holds) { return block.first + found }
        }
        return nil
    }

    /// The index of the first event after a playing time.
    func index(after time: Double) -> Int {
        let number = blocks.partitioningIndex { $0.end.time > time }
        guard number < blocks.count else { return count }
        let entries = opened(blocks[number]).entries
        return blocks[number].first + entries.partitioningIndex { $0.time > time }
    }

    // MARK: Eviction

    /// The index after the oldest block; nil if there is only one block.
    public var endOfOldest: Int? { blocks.count > 1 ? blocks[1].first : nil }

    /// Evicts the oldest block, unless it is the only one.
    public mutating func evictOldest() {
        guard let end = endOfOldest else { return }
        size -= blocks[0].size
        blocks.removeFirst()
        first = end
    }

    private func block(of index: Int) -> Int? {
        guard index >= first, index < count else { return nil }
        return blocks.partitioningIndex { $0.first > index } - 1
    }

    private func opened(_ block: Block) -> OpenBlock {
        open.block(block) {
            guard let filePlace = block.filePlace, let reload else { return OpenBlock(block.events, from: block.start) }
            var (events, clock) = (reload(filePlace.bytes), filePlace.clock)
            events.setTimes(by: &clock)
            // If the file has changed meanwhile, missing events are replaced by empty gaps and additional ones ignored.
            return OpenBlock(events, from: block.start, count: block.count)
        }
    }
}
