/// The events of a recording, appended as it is read: a whole file, or a stream that still grows.
///
/// It is kept in blocks. Of a file that can be read again a block is only its position and what it is searched for
/// by; those that are looked into are read again, and the latest of them kept. Of other sources a block is its events, and
/// those of a stream can be let go from the front.
public struct Recording: Sendable {
    /// Reads the events of some bytes of the file again, as a reader from the middle of it does; empty where it cannot.
    public typealias Reload = @Sendable (Range<Int>) -> EventList

    /// An event's place.
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
        /// Where it can be read again; nil for one that is kept.
        var place: FilePlace?
        var events = EventList()
        /// Bytes of memory that its events take.
        var size = 0
        /// How far the recording was before it, and is behind it.
        var start: Progress
        var end: Progress
        /// The lowest and the highest of its steps.
        var steps: ClosedRange<Int>?
        /// What it holds that a jump may lead to.
        var stops: Set<Playback.Stop> = []
    }

    /// How far a recording has come.
    struct Progress: Sendable {
        /// Playing seconds.
        var time = 0.0
        /// The run's seconds of the latest step.
        var runTime: Double?
        var step = 0
    }

    /// A gap in time longer than this plays as this long.
    public static let longestGap = 2.0
    /// Blocks that were read again and are kept: as many as are played between two pictures.
    private static let openLimit = 20

    private let reload: Reload?
    private let open = OpenBlocks(limit: openLimit)
    private var blocks: [Block] = []
    /// The index of the first event that is kept.
    public private(set) var first = 0
    /// The index behind the last event, which is how many there have been.
    public private(set) var count = 0
    /// Bytes of memory that the kept events take.
    public private(set) var size = 0
    /// False while more may come.
    public private(set) var isComplete = false
    private var end = Progress()

    /// - Parameter reload: reads events again; nil keeps all of them.
    public init(reload: Reload? = nil) { self.reload = reload }

    /// Playing seconds of all that has been read.
    public var length: Double { end.time }

    /// The last step read.
    public var lastStep: Int { end.step }

    /// Bytes of memory that the latest block takes.
    public var latestSize: Int { blocks.last?.size ?? 0 }

    /// Appends events.
    ///
    /// - Parameters:
    ///   - events: oldest first.
    ///   - begins: true where they begin a block, before which all can be let go.
    ///   - size: bytes that such a block takes, about.
    public mutating func append(_ events: EventList, beginningBlock begins: Bool = false, of size: Int = 0) {
        guard events.count > 0 else { return }
        let place = reload == nil ? nil : events.place
        if begins || place != nil || blocks.last.map({ $0.place != nil }) ?? true {
            blocks.append(Block(first: count, place: place, start: end, end: end))
            if place == nil { blocks[blocks.count - 1].events.reserve(bytes: size) }
        }
        let last = blocks.count - 1
        blocks[last].summarize(events)
        end = blocks[last].end
        count += events.count
        guard place == nil else { return }
        blocks[last].events.append(events)
        blocks[last].size += events.size
        self.size += events.size
    }

    /// Says that nothing more will come.
    public mutating func finish() { isComplete = true }

    /// Hands over events that are kept, by their indices.
    public func deliver(_ indices: Range<Int>, to receiver: inout some EventReceiver) {
        var index = max(indices.lowerBound, first)
        while index < min(indices.upperBound, count), let place = block(of: index) {
            let block = blocks[place]
            let end = min(indices.upperBound, block.first + block.count)
            opened(block).events.deliver(index - block.first..<end - block.first, to: &receiver)
            index = end
        }
    }

    /// The place of the event at an index that is kept.
    func entry(at index: Int) -> Entry {
        let block = blocks[block(of: index) ?? 0]
        return opened(block).entries[index - block.first]
    }

    // MARK: Searching

    /// The first event from an index on, of those that may be in a block, for which a condition holds.
    func firstIndex(from start: Int, in hasAny: (Block) -> Bool, where holds: (Entry) -> Bool) -> Int? {
        guard let place = block(of: max(start, first)) else { return nil }
        for block in blocks[place...] where hasAny(block) {
            let entries = opened(block).entries
            let from = max(start - block.first, 0)
            if let found = entries[from...].firstIndex(where: holds) { return block.first + found }
        }
        return nil
    }

    /// The same for the last event before an index.
    func lastIndex(before end: Int, in hasAny: (Block) -> Bool, where holds: (Entry) -> Bool) -> Int? {
        guard let place = block(of: min(end, count) - 1) else { return nil }
        for block in blocks[...place].reversed() where hasAny(block) {
            let entries = opened(block).entries
            let to = min(end - block.first, entries.count)
            if let found = entries[..<to].lastIndex(where: holds) { return block.first + found }
        }
        return nil
    }

    /// The first event that is played after a time.
    func index(after time: Double) -> Int {
        let place = blocks.partitioningIndex { $0.end.time > time }
        guard place < blocks.count else { return count }
        let entries = opened(blocks[place]).entries
        return blocks[place].first + entries.partitioningIndex { $0.time > time }
    }

    // MARK: Letting go

    /// The index behind the oldest events that can be let go together; nil when there are too few.
    public var endOfOldest: Int? { blocks.count > 1 ? blocks[1].first : nil }

    /// Forgets the oldest events that can be let go together.
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
            guard let place = block.place, let reload else { return OpenBlock(block.events, from: block.start) }
            var (events, clock) = (reload(place.bytes), place.clock)
            events.setTimes(by: &clock)
            // A file that has changed meanwhile: what is missing is nothing, and what is new is not known of.
            return OpenBlock(events, from: block.start, count: block.count)
        }
    }
}
