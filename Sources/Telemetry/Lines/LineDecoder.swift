import Glibc

/// The content of one line of the format. Indirect, so that steps, which are passed without it, do not pay for its size.
public indirect enum Line: Equatable, Sendable {
    case event(Event)
    /// Several events in one object, in order: a step and the evaluations after it, as some tools log them.
    case events([Event])
    case command(Command)
    /// Well-formed, of a kind that this version does not know; ignored.
    case unknown
    /// Not a line of the format.
    case broken
}

/// Reads one line (without its newline) of the format written by `LineEncoder`, or of the usual logs of other tools.
///
/// It never traps or throws: a line that cannot be read is `.broken`. A value that cannot be read costs its field, not the
/// line. Unknown fields are skipped, except numbers in a step, which become extras. An object that names no event but has a
/// step is read as a step or an evaluation, under the names that PyTorch's trainers use: see `ForeignName`.
public enum LineDecoder {
    typealias Malformed = JSONScanner.Malformed

    /// Decodes a line without its newline.
    public static func decode(_ bytes: UnsafeRawBufferPointer) -> Line {
        var record = StepRecord.unread
        var memory = LineMemory(isStream: false)
        var faults = FieldFaults()
        do throws(Malformed) {
            let line = try unsafe read(bytes, &record, &memory, &faults) { $0.isFinite ? $0 : 0 }
            return line ?? .event(.step(record))
        } catch {
            return .broken
        }
    }

    /// Decodes a line without its newline.
    public static func decode(_ text: String) -> Line {
        var text = text
        return text.withUTF8 { unsafe decode(UnsafeRawBufferPointer($0)) }
    }

    /// Reads a line and notes the fields that cannot be read.
    ///
    /// - Parameters:
    ///   - record: `unread`; receives the step, if the line is one.
    ///   - memory: the names of earlier lines.
    ///   - time: converts the time of a step, NaN if it has none, into seconds of the run.
    /// - Returns: nil for a step alone, as nearly all lines are: it is in `record` and not copied.
    /// - Throws: the fault of a line that is not an event.
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

    // MARK: Kinds

    private enum Kind {
        case run, step, applied, rejected, evaluation, checkpoint, snapshot, warning, alarm, live, gap, end, command,
            unknown
        /// The line has a step but names no event.
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

    // MARK: Common to all events

    static func members(
        of bytes: UnsafeRawBufferPointer,
        _ member: (inout JSONScanner, JSONScanner.RawString) throws(Malformed) -> Void
    ) throws(Malformed) {
        var scanner = unsafe JSONScanner(bytes)
        try scanner.object(member)
        try scanner.end()
    }

    /// An event that is a `LineObject`.
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

    /// The single number of an event that has no other member.
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
