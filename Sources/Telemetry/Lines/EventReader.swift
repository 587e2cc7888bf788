/// Reads events from a stream of bytes, split anywhere: a recording, or the output of a running program.
///
/// It reads what it can of every line, and counts the rest in `report`. It also finds a record behind other text on its
/// line (a progress bar, a byte order mark, the beginning of a record whose writer was killed).
public struct EventReader: Sendable {
    private enum Encoding {
        case undecided, utf8, utf16
    }

    private var lines = LineReader()
    private var objects: ObjectReader
    private var encoding = Encoding.undecided
    /// The first bytes, until there are enough of them to detect the encoding.
    private var head: [UInt8] = []

    public init() { self.init(remembersNames: true) }

    /// A reader of lines from the middle of a file. Steps keep their own times, NaN where they have none, since the start
    /// of the clock is known only from the beginning of the file.
    package static func midFile() -> EventReader {
        var reader = EventReader()
        reader.objects = ObjectReader(memory: LineMemory(isStream: true), clock: nil)
        reader.encoding = .utf8
        return reader
    }

    /// - Parameter remembersNames: false reads every line as if it were the first, which gives the same events.
    init(remembersNames: Bool) {
        objects = ObjectReader(memory: LineMemory(isStream: remembersNames), clock: RunClock())
    }

    /// Lines read so far.
    package var lineCount: Int { lines.newlines }

    /// Counts of what could not be read so far.
    public var report: ReadingReport {
        var report = objects.report
        if let line = lines.firstOverlong { report.count(.overlong, line: line, count: lines.overlong) }
        return report
    }

    /// Reads the next bytes of the stream.
    ///
    /// - Parameters:
    ///   - bytes: split anywhere.
    ///   - arrival: the time of arrival in seconds of a monotonic clock, used for steps without a time. Nil for bytes
    ///     written earlier.
    ///   - receiver: receives each event that they complete.
    public mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        arrival: Double? = nil,
        to receiver: inout some EventReceiver
    ) {
        var rest = unsafe bytes[...]
        while encoding == .undecided, let byte = unsafe rest.popFirst() {
            head.append(byte)
            decide(isWhole: false)
            if encoding == .utf8 {
                unsafe head.withUnsafeBytes { unsafe Self.split($0, &lines, &objects, arrival, &receiver) }
            }
        }
        guard encoding == .utf8, unsafe !rest.isEmpty else { return }
        unsafe Self.split(UnsafeRawBufferPointer(rebasing: rest), &lines, &objects, arrival, &receiver)
    }

    /// Ends the stream. A last line without a newline is read too.
    public mutating func finish(to receiver: inout some EventReceiver) {
        if encoding == .undecided {
            decide(isWhole: true)
            if encoding == .utf8 {
                unsafe head.withUnsafeBytes { unsafe Self.split($0, &lines, &objects, nil, &receiver) }
            }
        }
        var rest = objects
        unsafe lines.finish { unsafe rest.read($0, line: $1, arrival: nil, &receiver) }
        objects = rest
    }

    /// Two stored properties at a time, which a closure may only have as parameters of their own.
    private static func split(
        _ bytes: UnsafeRawBufferPointer,
        _ lines: inout LineReader,
        _ objects: inout ObjectReader,
        _ arrival: Double?,
        _ receiver: inout some EventReceiver
    ) {
        unsafe lines.feed(bytes) { unsafe objects.read($0, line: $1, arrival: arrival, &receiver) }
    }

    /// Text in UTF-16 begins with its mark, or has a NUL in every other byte: two letters are enough to see it.
    private mutating func decide(isWhole: Bool) {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            encoding = .utf16
        } else if head.count >= 4 {
            let isGap = head.map { $0 == 0 }
            encoding = isGap == [true, false, true, false] || isGap == [false, true, false, true] ? .utf16 : .utf8
        } else if isWhole {
            encoding = .utf8
        }
        if encoding == .utf16 { objects.report.count(.utf16, line: 1) }
    }
}
