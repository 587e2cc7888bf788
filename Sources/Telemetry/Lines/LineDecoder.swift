import Glibc

/// The content of one line of the format. It is kept apart, so that steps, which are handed over without one, cost nothing for it.
public indirect enum Line: Equatable, Sendable {
    case event(Event)
    /// Several events in one object, in order: a step and what was evaluated after it, as some tools log them.
    case events([Event])
    case command(Command)
    /// Well-formed, of a kind this build does not know: for the future, ignored today.
    case unknown
    /// Not a line of the format.
    case broken
}

/// Reads one line (without its newline) of the format written by `LineEncoder`, or of the usual logs of other tools.
///
/// Never traps and never throws: what cannot be understood is `.broken`. A field whose value cannot be read costs that field
/// and not the line. Fields that are not known are skipped, except numbers in a step, which are kept as further series. An
/// object that names no event and has a step is read as a step, or as an evaluation, under the names that PyTorch's
/// trainers give their numbers: see `ForeignName`.
public enum LineDecoder {
    typealias Malformed = JSONScanner.Malformed

    public static func decode(_ bytes: UnsafeRawBufferPointer) -> Line {
        var record = StepRecord.unread
        var memory = LineMemory(isOfMany: false)
        var faults = FieldFaults()
        do throws(Malformed) {
            let line = try unsafe read(bytes, &record, &memory, &faults) { $0.isFinite ? $0 : 0 }
            return line ?? .event(.step(record))
        } catch {
            return .broken
        }
    }

    public static func decode(_ text: String) -> Line {
        var text = text
        return text.withUTF8 { unsafe decode(UnsafeRawBufferPointer($0)) }
    }

    /// Reads a line and notes the fields that cannot be read.
    ///
    /// - Parameters:
    ///   - record: `unread`; of a step, what it says.
    ///   - memory: the names of the lines before it.
    ///   - time: turns the time of a step, NaN where it has none, into the run's seconds.
    /// - Returns: nil for a step and nothing more, as nearly all lines are: nothing of it is copied.
    /// - Throws: what makes the line no event.
    static func read(
        _ bytes: UnsafeRawBufferPointer,
        _ record: inout StepRecord,
        _ memory: inout LineMemory,
        _ faults: inout FieldFaults,
        time: (Double) -> Double
    ) throws(Malformed) -> Line? {
        switch try unsafe kind(bytes) {
        case .run: unsafe .event(.run(try object(bytes, &faults)))
        case .step: try unsafe step(bytes, isNamed: true, &record, &memory, &faults, time)
        case .foreign: try unsafe step(bytes, isNamed: false, &record, &memory, &faults, time)
        case .applied: unsafe .event(.applied(try object(bytes, &faults)))
        case .rejected: unsafe .event(.rejected(try object(bytes, &faults)))
        case .evaluation: unsafe .event(.evaluation(try object(bytes, &faults)))
        case .checkpoint: unsafe .event(.checkpoint(try object(bytes, &faults)))
        case .snapshot: unsafe .event(.snapshot(try object(bytes, &faults)))
        case .warning: unsafe .event(.warning(try object(bytes, &faults)))
        case .alarm: unsafe .event(.alarm(try object(bytes, &faults)))
        case .live: unsafe .event(.live(step: try number("step", of: bytes, &faults)))
        case .gap: unsafe .event(.gap(steps: try number("steps", of: bytes, &faults)))
        case .end: unsafe .event(.end(try object(bytes, &faults)))
        case .command: unsafe .command(try command(bytes, &faults))
        case .unknown: .unknown
        }
    }

    // MARK: Which kind

    private enum Kind {
        case run, step, applied, rejected, evaluation, checkpoint, snapshot, warning, alarm, live, gap, end, command,
            unknown
        /// No event is named, but a step is.
        case foreign
    }

    private static func kind(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Kind {
        // Every writer we know puts the event first; only a line that does not is read twice.
        if unsafe starts(bytes, "{\"event\":\"step\",") || starts(bytes, "{\"event\": \"step\",") { return .step }
        var kind: Kind?
        var hasStep = false
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "event" where scanner.peek() == UInt8(ascii: "\""): kind = Self.kind(named: try scanner.string())
            case "command" where kind == nil && scanner.peek() == UInt8(ascii: "{"):
                kind = .command
                try scanner.skipValue()
            case "log_history" where scanner.peek() == UInt8(ascii: "["): throw Malformed(.wholeLog)
            default:
                hasStep = hasStep || ForeignName.stepRank(name) != nil
                try scanner.skipValue()
            }
        }
        if let kind { return kind }
        guard hasStep else { throw Malformed(.noStep) }
        return .foreign
    }

    private static func starts(_ bytes: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        return unsafe bytes.count >= count && memcmp(bytes.baseAddress!, prefix.utf8Start, count) == 0
    }

    private static func kind(named name: JSONScanner.RawString) -> Kind {
        switch name {
        case "run": .run
        case "step": .step
        case "applied": .applied
        case "rejected": .rejected
        case "evaluation": .evaluation
        case "checkpoint": .checkpoint
        case "snapshot": .snapshot
        case "warning": .warning
        case "alarm": .alarm
        case "live": .live
        case "gap": .gap
        case "end": .end
        default: .unknown
        }
    }

    // MARK: What the events share

    static func members(
        of bytes: UnsafeRawBufferPointer,
        _ member: (inout JSONScanner, JSONScanner.RawString) throws(Malformed) -> Void
    ) throws(Malformed) {
        var scanner = unsafe JSONScanner(bytes)
        try scanner.object(member)
        try scanner.end()
    }

    /// An event that has members of its own.
    private static func object<Object: LineObject>(
        _ bytes: UnsafeRawBufferPointer,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> Object {
        var reading = LineReading<Object>()
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            try reading.member(name, &scanner, &faults)
        }
        return try required(reading.object)
    }

    private static func command(
        _ bytes: UnsafeRawBufferPointer,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> Command {
        var reading = LineReading<Command>()
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            guard case "command" = name else { return try scanner.skipValue() }
            try faults.object(&scanner, "command") { (faults, scanner, name) throws(Malformed) in
                try reading.member(name, &scanner, &faults)
            }
        }
        return try required(reading.object)
    }

    /// The one whole number of an event that has no more.
    private static func number(
        _ member: StaticString,
        of bytes: UnsafeRawBufferPointer,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> Int {
        var number: Int?
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            guard member ~= name else { return try scanner.skipValue() }
            number = try faults.whole(&scanner, "\(member)")
        }
        return try required(number)
    }

    static func required<Value>(_ value: Value?) throws(Malformed) -> Value {
        guard let value else { throw Malformed(.incomplete) }
        return value
    }
}
