/// The events of a recording, appended as it is read: a whole file, or a stream that still grows.
///
/// Each event is decoded once for its place in time and again when it is played, so a recording costs its events' bytes and
/// 48 more for each. It is kept in blocks: those of a stream can be let go from the front.
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

    /// The names of the objects that were handed over.
    private var memory = LineMemory(isOfMany: true)
    private var blocks: [Block] = []
    /// The index of the first event that is kept.
    public private(set) var first = 0
    /// The index behind the last event, which is how many there have been.
    public private(set) var count = 0
    /// Bytes of memory that the kept events take.
    public private(set) var size = 0
    /// False while more may come.
    public private(set) var isWhole = false

    /// The object of the event that comes next, and which of its events that is.
    private var (latestLength, latestPart) = (0, 0)
    private var lastRunTime: Double?
    private var playingTime = 0.0
    /// The last step read.
    public private(set) var lastStep = 0

    public init() {}

    /// Playing seconds of all that has been read.
    public var length: Double { playingTime }

    /// Appends events, which have kept their objects.
    public mutating func append(_ events: EventList) {
        precondition(events.keepsObjects || events.count == 0, "a recording keeps the objects of its events")
        events.hand(to: &self)
    }

    /// Says that nothing more will come.
    public mutating func finish() { isWhole = true }

    /// Hands over the event at an index that is kept.
    public mutating func hand(_ index: Int, to taker: inout some EventTaker) {
        guard let block = block(of: index) else { return }
        let (entry, bytes) = (blocks[block].entries[index - blocks[block].first], blocks[block].bytes)
        bytes.withUnsafeBytes { bytes in
            let object = UnsafeRawBufferPointer(rebasing: bytes[entry.offset..<entry.offset + Int(entry.length)])
            var record = StepRecord.unread
            var faults = FieldFaults()
            do throws(JSONScanner.Malformed) {
                switch try LineDecoder.read(object, &record, &memory, &faults, time: { _ in entry.runTime }) {
                case nil: taker.take(step: record)
                case .event(let event): taker.take(event)
                case .events(let events): taker.take(events[Int(entry.part)])
                default: break
                }
            } catch {
                // It has been read before, or it would have no place here.
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
}

extension Recording: EventTaker {
    public mutating func comes(from source: EventReader.Source) {
        (latestLength, latestPart) = (source.object.count, source.part)
        // An object is kept once for all of its events.
        guard source.part == 0 || blocks.isEmpty else { return }
        if blocks.last.map({ $0.bytes.count + latestLength > Self.blockSize }) ?? true {
            blocks.append(Block(first: count))
            blocks[blocks.count - 1].bytes.reserveCapacity(max(Self.blockSize, latestLength))
        }
        blocks[blocks.count - 1].bytes.append(contentsOf: source.object)
        size += latestLength
    }

    public mutating func take(step record: borrowing StepRecord) {
        let gap = record.time - (lastRunTime ?? record.time)
        playingTime += min(max(gap, 0), Self.longestGap)
        lastRunTime = record.time
        lastStep = record.step
        place(isStep: true, isIncident: record.isNonFinite || record.hasLists && !record.alarms.isEmpty)
    }

    public mutating func take(_ event: Event) {
        switch event {
        case .step(let record): take(step: record)
        case .run, .snapshot, .live, .gap: place(isStep: false, isIncident: false)
        case .applied(let applied):
            // A rewind is the one way back.
            lastStep = applied.from == nil ? max(lastStep, applied.step - 1) : applied.step - 1
            place(isStep: false, isIncident: true)
        case .alarm(let report): place(isStep: false, isIncident: report.state == .raised)
        case .evaluation, .rejected, .checkpoint, .warning, .end: place(isStep: false, isIncident: true)
        }
    }

    private mutating func place(isStep: Bool, isIncident: Bool) {
        let block = blocks.count - 1
        let entry = Entry(
            offset: blocks[block].bytes.count - latestLength,
            length: Int32(latestLength),
            part: Int16(latestPart),
            isStep: isStep,
            isIncident: isIncident,
            time: playingTime,
            runTime: lastRunTime ?? 0,
            step: lastStep
        )
        blocks[block].entries.append(entry)
        size += MemoryLayout<Entry>.stride
        count += 1
    }
}
