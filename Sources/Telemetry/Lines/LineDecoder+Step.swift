extension LineDecoder {
    /// Reads a step, and the evaluation that some tools write into the same object.
    ///
    /// - Parameter isNamed: true if the line says that it is a step; otherwise it must have a number, and one with only an
    ///   evaluation is not a step.
    /// - Returns: nil if the line holds nothing but `record`.
    static func step(
        _ bytes: UnsafeRawBufferPointer,
        isNamed: Bool,
        _ record: inout StepRecord,
        _ memory: inout LineMemory,
        _ faults: inout FieldFaults,
        _ time: (Double) -> Double
    ) throws(Malformed) -> Line? {
        var line = StepLine()
        try unsafe members(bytes, &record, &line, &memory, &faults)
        if !line.extras.isEmpty { record.extras = line.extras }
        record.time = time(record.time)
        if isNamed, record.step >= 0, !line.isEvaluated { return nil }
        return try line.line(record, isNamed: isNamed)
    }

    private static func members(
        _ bytes: UnsafeRawBufferPointer,
        _ record: inout StepRecord,
        _ line: inout StepLine,
        _ memory: inout LineMemory,
        _ faults: inout FieldFaults
    ) throws(Malformed) {
        var scanner = unsafe JSONScanner(bytes)
        memory.step.begin()
        while let field = try memory.step.next(&scanner) {
            switch field {
            case .event: if !scanner.acceptWord("\"step\"") { try scanner.skipValue() }
            case .step: record.step = try line.step(&scanner, rank: 0) ?? record.step
            case .time: record.time = try line.time(&scanner, &faults) ?? record.time
            case .epoch: record.epoch = try faults.whole(&scanner, "epoch")
            case .batch: record.batch = try faults.whole(&scanner, "batch")
            case .clip: record.clip = try clipWord(&scanner, &faults)
            case .number(let metric):
                if let number = try faults.number(&scanner, metric.info.key) { record[metric] = number }
            case .layers(let metric):
                record[metric] = try faults.namedNumbers(&scanner, metric.info.key, &memory.layers)
            case .alarms: record.alarms = try alarms(&scanner, &faults)
            case .foreignStep(let rank): record.step = try line.step(&scanner, rank: rank) ?? record.step
            case .foreignTime(let rank): record.time = try line.foreignTime(&scanner, rank: rank) ?? record.time
            case .foreign(let field):
                let name = memory.step.raw(scanner)
                try record.read(field, &scanner, name.excerpt, &faults)
            case .evaluation(let split, let isLoss):
                let name = memory.step.raw(scanner)
                guard let value = try faults.number(&scanner, name.excerpt) else { continue }
                line.add(value, to: split, isLoss: isLoss)
            case .trainingTime:
                line.isSummary = true
                try line.readExtra(&scanner, memory.step)
            case .extra: try line.readExtra(&scanner, memory.step)
            }
        }
        try scanner.end()
    }

    private static func alarms(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> [Alarm] {
        var alarms: [Alarm] = []
        try faults.list(&scanner, "alarms") { (faults, scanner) throws(Malformed) in
            if let alarm = try alarm(&scanner, &faults) { alarms.append(alarm) }
        }
        return alarms
    }

    /// Nil for an unknown kind, as of a later version.
    private static func alarm(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> Alarm? {
        let mark = scanner.mark()
        var kind: String?
        var parameter: String?
        let isObject = try faults.object(&scanner, "alarms") { (faults, scanner, name) throws(Malformed) in
            switch name {
            case "kind": kind = try faults.text(&scanner, "alarms")
            case "parameter": parameter = try faults.text(&scanner, "alarms")
            default: try scanner.skipValue()
            }
        }
        if isObject, kind == nil { faults.note("alarms", .misshapen, value: scanner.excerpt(since: mark)) }
        return kind.flatMap { Alarm.Kind(rawValue: $0) }.map { Alarm($0, parameter: parameter) }
    }

    /// The clip kind. The usual words are constants, which saves an allocation per step.
    private static func clipWord(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> String? {
        guard scanner.peek() == UInt8(ascii: "\"") else { return try faults.text(&scanner, "clip") }
        let raw = try scanner.string()
        switch raw {
        case "norm": return "norm"
        case "value": return "value"
        case "none": return "none"
        default: return try raw.text()
        }
    }
}
