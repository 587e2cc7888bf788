/// The lines of a recording, found as it is read: a whole file, or a stream that still grows.
///
/// Lines that are no events are counted and left out. Each event is decoded once for its place in time and again when
/// it is played, so a recording costs its own bytes and 24 more an event.
public struct Recording: Sendable {
    /// An event's place.
    struct Entry: Sendable {
        var offset: Int
        var length: Int32
        var isStep: Bool
        /// Worth stopping at: a command's answer, a step that is not finite, an evaluation, an end.
        var isIncident: Bool
        /// Playing seconds from the beginning.
        var time: Double
        /// The step it belongs to.
        var step: Int
    }

    /// A gap in time longer than this plays as this long.
    public static let longestGap = 2.0

    private var bytes: [UInt8] = []
    private var scanned = 0
    private(set) var entries: [Entry] = []
    /// Lines that could not be read.
    public private(set) var skippedLines = 0
    /// False while more may come.
    public private(set) var isWhole = false

    private var lastStepTime: Double?
    private var playingTime = 0.0
    /// The last step read.
    public private(set) var lastStep = 0

    public init() {}

    public var count: Int { entries.count }
    /// Playing seconds of all that has been read.
    public var length: Double { entries.last?.time ?? 0 }

    /// Makes room for so many bytes, so that a large file is not moved about while it is read.
    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Takes the next bytes of the file or stream.
    public mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
        scan()
    }

    /// Says that nothing more will come; a last line without a newline counts if it is whole.
    public mutating func finish() {
        guard !isWhole else { return }
        isWhole = true
        if scanned < bytes.count { enter(scanned..<bytes.count) }
        scanned = bytes.count
    }

    /// The event at an index.
    public func event(at index: Int) -> Event? {
        let entry = entries[index]
        return bytes.withUnsafeBytes { all in
            let line = UnsafeRawBufferPointer(rebasing: all[entry.offset..<entry.offset + Int(entry.length)])
            guard case .event(let event) = LineDecoder.decode(line) else { return nil }
            return event
        }
    }

    private mutating func scan() {
        while let newline = bytes.withUnsafeBytes({ LineReader.newline(in: $0[scanned...]) }) {
            enter(scanned..<newline)
            scanned = newline + 1
        }
    }

    private mutating func enter(_ range: Range<Int>) {
        guard !range.isEmpty, range.count <= LineReader.longest else {
            skippedLines += range.isEmpty ? 0 : 1
            return
        }
        let line = bytes.withUnsafeBytes { LineDecoder.decode(UnsafeRawBufferPointer(rebasing: $0[range])) }
        guard case .event(let event) = line else {
            if case .broken = line { skippedLines += 1 }
            return
        }
        place(event, range)
    }

    private mutating func place(_ event: Event, _ range: Range<Int>) {
        var isStep = false
        var isIncident = true
        switch event {
        case .run: isIncident = false
        case .step(let record):
            isStep = true
            isIncident = record.isNonFinite || !record.alarms.isEmpty
            let gap = record.time - (lastStepTime ?? record.time)
            playingTime += min(max(gap, 0), Self.longestGap)
            lastStepTime = record.time
            lastStep = record.step
        case .applied(let applied):
            // A rewind is the one way back.
            lastStep = applied.from == nil ? max(lastStep, applied.step - 1) : applied.step - 1
        case .snapshot: isIncident = false
        case .evaluation, .rejected, .checkpoint, .end: break
        }
        entries.append(
            Entry(
                offset: range.lowerBound,
                length: Int32(range.count),
                isStep: isStep,
                isIncident: isIncident,
                time: playingTime,
                step: lastStep
            )
        )
    }
}
