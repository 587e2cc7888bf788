/// What one line of the format says.
public enum Line: Equatable, Sendable {
    case event(Event)
    case command(Command)
    /// Well-formed, of a kind this build does not know: for the future, ignored today.
    case unknown
    /// Not a line of the format.
    case broken
}

/// Reads one line (without its newline) of the format written by `LineEncoder`.
///
/// Never traps and never throws: what cannot be understood is `.broken`. Fields that are not known are skipped,
/// except numbers in a step, which are kept as further series.
public enum LineDecoder {
    private typealias Malformed = JSONScanner.Malformed

    public static func decode(_ bytes: UnsafeRawBufferPointer) -> Line {
        do {
            return try line(bytes)
        } catch {
            return .broken
        }
    }

    public static func decode(_ text: String) -> Line {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    private enum Kind {
        case run, step, applied, rejected, evaluation, checkpoint, snapshot, end, command, unknown
    }

    private static func line(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Line {
        switch try kind(bytes) {
        case .run: .event(.run(try run(bytes)))
        case .step: .event(.step(try step(bytes)))
        case .applied: .event(.applied(try applied(bytes)))
        case .rejected: .event(.rejected(try rejected(bytes)))
        case .evaluation: .event(.evaluation(try evaluation(bytes)))
        case .checkpoint: .event(.checkpoint(try checkpoint(bytes)))
        case .snapshot: .event(.snapshot(try snapshot(bytes)))
        case .end: .event(.end(try end(bytes)))
        case .command: .command(try command(bytes))
        case .unknown: .unknown
        }
    }

    // MARK: Which kind

    private static func kind(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Kind {
        // Every writer we know puts the event first; only a line that does not is read twice.
        if starts(bytes, "{\"event\":\"step\",") { return .step }
        var kind: Kind?
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "event": kind = Self.kind(named: try scanner.string())
            case "command" where kind == nil && scanner.peek() == UInt8(ascii: "{"):
                kind = .command
                try scanner.skipValue()
            default: try scanner.skipValue()
            }
        }
        guard let kind else { throw Malformed() }
        return kind
    }

    private static func starts(_ bytes: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        let prefix = UnsafeRawBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return bytes.starts(with: prefix)
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
        case "end": .end
        default: .unknown
        }
    }

    private static func members(
        of bytes: UnsafeRawBufferPointer,
        _ member: (inout JSONScanner, JSONScanner.RawString) throws(Malformed) -> Void
    ) throws(Malformed) {
        var scanner = JSONScanner(bytes)
        try scanner.object(member)
        try scanner.end()
    }

    private static func required<Value>(_ value: Value?) throws(Malformed) -> Value {
        guard let value else { throw Malformed() }
        return value
    }

    // MARK: Events

    private static func run(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Run {
        var run = Run(name: "")
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "protocol": run.protocolVersion = try scanner.integer()
            case "name": run.name = try scanner.text()
            case "parameters": run.parameters = try count(&scanner)
            case "steps": run.steps = try count(&scanner)
            case "optimizer": run.optimizer = scanner.takeNull() ? nil : try scanner.text()
            case "settings":
                try scanner.array { scanner throws(Malformed) in run.settings.append(try setting(&scanner)) }
            case "abilities":
                try scanner.array { scanner throws(Malformed) in
                    if let ability = Ability(rawValue: try scanner.text()) { run.abilities.insert(ability) }
                }
            case "resumed": run.resumed = scanner.takeNull() ? nil : try resumed(&scanner)
            default: try scanner.skipValue()
            }
        }
        return run
    }

    private static func resumed(_ scanner: inout JSONScanner) throws(Malformed) -> Resumed {
        var step: Int?
        var path = ""
        try scanner.object { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try scanner.integer()
            case "path": path = try scanner.text()
            default: try scanner.skipValue()
            }
        }
        return Resumed(step: try required(step), path: path)
    }

    private static func count(_ scanner: inout JSONScanner) throws(Malformed) -> Int? {
        if scanner.takeNull() { return nil }
        let count = try scanner.integer()
        guard count >= 0 else { throw Malformed() }
        return count
    }

    private static func setting(_ scanner: inout JSONScanner) throws(Malformed) -> Setting {
        var setting = Setting(name: "", value: .word(""))
        var hasValue = false
        try scanner.object { (scanner, name) throws(Malformed) in
            switch name {
            case "name": setting.name = try scanner.text()
            case "value":
                setting.value = try value(&scanner)
                hasValue = true
            case "minimum": if let least = try bound(&scanner) { setting.range.lower = .closed(least) }
            case "above": if let bound = try bound(&scanner) { setting.range.lower = .open(bound) }
            case "maximum": if let most = try bound(&scanner) { setting.range.upper = .closed(most) }
            case "below": if let bound = try bound(&scanner) { setting.range.upper = .open(bound) }
            case "choices":
                try scanner.array { scanner throws(Malformed) in setting.choices.append(try scanner.text()) }
            default: try scanner.skipValue()
            }
        }
        guard hasValue, !setting.name.isEmpty else { throw Malformed() }
        return setting
    }

    /// Nil for null and for NaN, which bound nothing.
    private static func bound(_ scanner: inout JSONScanner) throws(Malformed) -> Double? {
        guard let number = try optionalNumber(&scanner), !number.isNaN else { return nil }
        return number
    }

    private static func value(_ scanner: inout JSONScanner) throws(Malformed) -> SettingValue {
        if let number = try scanner.numberOrNil() { return .number(number) }
        return .word(try scanner.text())
    }

    private static func step(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> StepRecord {
        var record = StepRecord(step: -1, time: 0)
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "event": _ = try scanner.string()
            case "step": record.step = try scanner.integer()
            case "time": record.time = try scanner.number()
            case "epoch": record.epoch = scanner.takeNull() ? nil : try scanner.integer()
            case "batch": record.batch = scanner.takeNull() ? nil : try scanner.integer()
            case "loss": record.loss = try optionalNumber(&scanner)
            case "grad_norm": record.gradNorm = try optionalNumber(&scanner)
            case "clipped_norm": record.clippedNorm = try optionalNumber(&scanner)
            case "clip_coefficient": record.clipCoefficient = try optionalNumber(&scanner)
            case "max_norm": record.maxNorm = try optionalNumber(&scanner)
            case "clip": record.clip = scanner.takeNull() ? nil : try clipWord(&scanner)
            case "lr": record.lr = try optionalNumber(&scanner)
            case "update_ratio": record.updateRatio = try optionalNumber(&scanner)
            case "dead_units": record.deadUnits = try optionalNumber(&scanner)
            case "samples_per_second": record.samplesPerSecond = try optionalNumber(&scanner)
            case "tokens_per_second": record.tokensPerSecond = try optionalNumber(&scanner)
            case "alarms":
                try scanner.array { scanner throws(Malformed) in
                    if let alarm = try alarm(&scanner) { record.alarms.append(alarm) }
                }
            case "layers": record.layers = try namedNumbers(&scanner)
            case "dead_layers": record.deadLayers = try namedNumbers(&scanner)
            default: try further(&scanner, name, into: &record)
            }
        }
        guard record.step >= 0, record.time.isFinite else { throw Malformed() }
        return record
    }

    private static func namedNumbers(_ scanner: inout JSONScanner) throws(Malformed) -> [NamedNumber] {
        var numbers: [NamedNumber] = []
        try scanner.object { (scanner, name) throws(Malformed) in
            numbers.append(NamedNumber(try name.text(), try scanner.number()))
        }
        return numbers
    }

    /// Nil for a kind of the future.
    private static func alarm(_ scanner: inout JSONScanner) throws(Malformed) -> Alarm? {
        var kind: String?
        var parameter: String?
        try scanner.object { (scanner, name) throws(Malformed) in
            switch name {
            case "kind": kind = try scanner.text()
            case "parameter": parameter = scanner.takeNull() ? nil : try scanner.text()
            default: try scanner.skipValue()
            }
        }
        return Alarm.Kind(rawValue: try required(kind)).map { Alarm($0, parameter: parameter) }
    }

    private static func optionalNumber(_ scanner: inout JSONScanner) throws(Malformed) -> Double? {
        scanner.takeNull() ? nil : try scanner.number()
    }

    /// The usual words are constants, which spares an allocation a step.
    private static func clipWord(_ scanner: inout JSONScanner) throws(Malformed) -> String {
        let raw = try scanner.string()
        switch raw {
        case "norm": return "norm"
        case "value": return "value"
        case "none": return "none"
        default: return try raw.text()
        }
    }

    private static func further(
        _ scanner: inout JSONScanner,
        _ name: JSONScanner.RawString,
        into record: inout StepRecord
    ) throws(Malformed) {
        if scanner.peek().map({ $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") }) ?? false,
            let number = try scanner.numberOrNil()
        {
            record.extras.append(NamedNumber(try name.text(), number))
        } else {
            try scanner.skipValue()
        }
    }

    private static func applied(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Applied {
        var answer = Answer()
        try members(of: bytes) { (scanner, name) throws(Malformed) in try answer.take(&scanner, name) }
        return Applied(
            id: try required(answer.id),
            step: try required(answer.step),
            request: try required(answer.request),
            previous: answer.previous,
            from: answer.from,
            by: answer.by
        )
    }

    private static func rejected(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Rejected {
        var answer = Answer()
        try members(of: bytes) { (scanner, name) throws(Malformed) in try answer.take(&scanner, name) }
        return Rejected(
            id: try required(answer.id),
            request: try required(answer.request),
            reason: answer.reason,
            by: answer.by
        )
    }

    /// The fields that commands and their answers share.
    private struct Answer {
        var id: Int?
        var step: Int?
        var request: Request?
        var previous: SettingValue?
        var from: Int?
        var reason = ""
        var by = ""

        mutating func take(_ scanner: inout JSONScanner, _ name: JSONScanner.RawString) throws(Malformed) {
            switch name {
            case "id": id = try scanner.integer()
            case "step": step = try scanner.integer()
            case "request": request = try LineDecoder.request(&scanner)
            case "previous": previous = scanner.takeNull() ? nil : try LineDecoder.value(&scanner)
            case "from": from = scanner.takeNull() ? nil : try scanner.integer()
            case "reason": reason = try scanner.text()
            case "by": by = try scanner.text()
            default: try scanner.skipValue()
            }
        }
    }

    private static func evaluation(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Evaluation {
        var step: Int?
        var evaluation = Evaluation(step: 0, split: "")
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try scanner.integer()
            case "split": evaluation.split = try scanner.text()
            case "loss": evaluation.loss = try optionalNumber(&scanner)
            case "accuracy": evaluation.accuracy = try optionalNumber(&scanner)
            default: try scanner.skipValue()
            }
        }
        evaluation.step = try required(step)
        return evaluation
    }

    private static func checkpoint(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> CheckpointReport {
        var step: Int?
        var report = CheckpointReport(step: 0, path: "")
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try scanner.integer()
            case "path": report.path = try scanner.text()
            case "problem": report.problem = scanner.takeNull() ? nil : try scanner.text()
            default: try scanner.skipValue()
            }
        }
        report.step = try required(step)
        return report
    }

    private static func snapshot(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> SnapshotReport {
        var (step, oldest): (Int?, Int?)
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try scanner.integer()
            case "oldest": oldest = try scanner.integer()
            default: try scanner.skipValue()
            }
        }
        return SnapshotReport(step: try required(step), oldest: try required(oldest))
    }

    private static func end(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> End {
        var outcome: Outcome?
        var step: Int?
        var reason: String?
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "outcome": outcome = Outcome(rawValue: try scanner.text())
            case "step": step = try scanner.integer()
            case "reason": reason = scanner.takeNull() ? nil : try scanner.text()
            default: try scanner.skipValue()
            }
        }
        return End(outcome: try required(outcome), step: try required(step), reason: reason)
    }

    // MARK: Commands

    private static func command(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Command {
        var answer = Answer()
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "command":
                try scanner.object { (scanner, name) throws(Malformed) in try answer.take(&scanner, name) }
            default: try scanner.skipValue()
            }
        }
        return Command(id: try required(answer.id), request: try required(answer.request), by: answer.by)
    }

    private static func request(_ scanner: inout JSONScanner) throws(Malformed) -> Request {
        var request: Request?
        var name: String?
        var value: SettingValue?
        try scanner.object { (scanner, member) throws(Malformed) in
            switch member {
            case "pause": request = try scanner.bool() ? .pause : request
            case "resume": request = try scanner.bool() ? .resume : request
            case "advance": request = .advance(try scanner.integer())
            case "set": name = try scanner.text()
            case "value": value = try Self.value(&scanner)
            case "stop": request = try scanner.bool() ? .stop : request
            case "checkpoint": request = try scanner.bool() ? .checkpoint : request
            case "rewind": request = .rewind(to: try scanner.integer())
            default: try scanner.skipValue()
            }
        }
        if let name { return .set(name: name, value: try required(value)) }
        return try required(request)
    }
}
