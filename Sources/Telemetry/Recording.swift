/// The events of a recording, found as it is read: a whole file, or a stream that still grows.
///
/// What is no event is counted and left out. Each event is decoded once for its place in time and again when it is played, so
/// a recording costs its events' bytes and 48 more for each. It is kept in blocks: those of a stream can be let go from the
/// front.
public struct Recording: Sendable {
    /// An event's place.
    struct Entry: Sendable {
        /// Where its object lies in the block's bytes.
        var offset: Int
        var length: Int32
        /// Which of the object's events it is.
        var part: Int16
        var isStep: Bool
        /// Worth stopping at: a command's answer, a step that is not finite, an evaluation, an end.
        var isIncident: Bool
        /// Playing seconds from the beginning.
        var time: Double
        /// The run's seconds of the latest step.
        var runTime: Double
        /// The step it belongs to.
        var step: Int
    }

    private struct Block: Sendable {
        /// The index of its first event.
        var first: Int
        var bytes: [UInt8] = []
        var entries: [Entry] = []

        /// Bytes of memory.
        var size: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride }
    }

    /// A gap in time longer than this plays as this long.
    public static let longestGap = 2.0
    /// Bytes of events in a block.
    private static let blockSize = 1 << 18

    private var reader = EventReader()
    private var blocks: [Block] = []
    /// The index of the first event that is kept.
    public private(set) var first = 0
    /// The index behind the last event, which is how many there have been.
    public private(set) var count = 0
    /// Bytes of memory that the kept events take.
    public private(set) var size = 0
    /// False while more may come.
    public private(set) var isWhole = false

    private var lastRunTime: Double?
    private var playingTime = 0.0
    /// The last step read.
    public private(set) var lastStep = 0

    public init() {}

    /// What could not be read.
    public var report: ReadingReport { reader.report }
    /// Playing seconds of all that has been read.
    public var length: Double { playingTime }

    /// Takes the next bytes of the file or stream.
    ///
    /// - Parameter arrival: when they came, if they come as they are written: see `EventReader.feed`.
    public mutating func append(_ more: UnsafeRawBufferPointer, arrival: Double? = nil) {
        var reader = reader
        // Left in place it would be held twice, and copied.
        self.reader = EventReader()
        reader.read(more, arrival: arrival) { event, source in place(event, source) }
        self.reader = reader
    }

    /// Says that nothing more will come; a last line without a newline counts if it is whole.
    public mutating func finish() {
        guard !isWhole else { return }
        isWhole = true
        var reader = reader
        reader.readEnd { event, source in place(event, source) }
        self.reader = reader
    }

    /// The event at an index that is kept.
    public func event(at index: Int) -> Event? {
        guard let block = block(of: index) else { return nil }
        let entry = blocks[block].entries[index - blocks[block].first]
        return blocks[block].bytes.withUnsafeBytes { bytes in
            let object = UnsafeRawBufferPointer(rebasing: bytes[entry.offset..<entry.offset + Int(entry.length)])
            var faults = FieldFaults()
            switch try? LineDecoder.read(object, &faults, time: { _ in entry.runTime }) {
            case .event(let event): return event
            case .events(let events): return events[Int(entry.part)]
            default: return nil
            }
        }
    }

    /// The place of the event at an index that is kept.
    func entry(at index: Int) -> Entry {
        let block = blocks[block(of: index) ?? 0]
        return block.entries[index - block.first]
    }

    /// The index behind the oldest events that can be let go together; nil when there are too few.
    public var endOfOldest: Int? { blocks.count > 1 ? blocks[1].first : nil }

    /// Forgets the oldest events that can be let go together.
    public mutating func letOldestGo() {
        guard let end = endOfOldest else { return }
        size -= blocks[0].size
        blocks.removeFirst()
        first = end
    }

    private func block(of index: Int) -> Int? {
        guard index >= first, index < count else { return nil }
        return blocks.partitioningIndex { $0.first > index } - 1
    }

    private mutating func place(_ event: Event, _ source: EventReader.Source) {
        var isStep = false
        var isIncident = true
        switch event {
        case .run: isIncident = false
        case .step(let record):
            isStep = true
            isIncident = record.isNonFinite || !record.alarms.isEmpty
            let gap = record.time - (lastRunTime ?? record.time)
            playingTime += min(max(gap, 0), Self.longestGap)
            lastRunTime = record.time
            lastStep = record.step
        case .applied(let applied):
            // A rewind is the one way back.
            lastStep = applied.from == nil ? max(lastStep, applied.step - 1) : applied.step - 1
        case .snapshot: isIncident = false
        case .evaluation, .rejected, .checkpoint, .end: break
        }
        let entry = Entry(
            offset: place(of: source),
            length: Int32(source.object.count),
            part: Int16(source.part),
            isStep: isStep,
            isIncident: isIncident,
            time: playingTime,
            runTime: lastRunTime ?? 0,
            step: lastStep
        )
        blocks[blocks.count - 1].entries.append(entry)
        size += MemoryLayout<Entry>.stride
        count += 1
    }

    /// Keeps an object, once for all of its events.
    ///
    /// - Returns: where it lies in the latest block.
    private mutating func place(of source: EventReader.Source) -> Int {
        let length = source.object.count
        if source.part == 0 || blocks.isEmpty {
            if blocks.last.map({ $0.bytes.count + length > Self.blockSize }) ?? true {
                blocks.append(Block(first: count))
                blocks[blocks.count - 1].bytes.reserveCapacity(max(Self.blockSize, length))
            }
            blocks[blocks.count - 1].bytes.append(contentsOf: source.object)
            size += length
        }
        return blocks[blocks.count - 1].bytes.count - length
    }
}
