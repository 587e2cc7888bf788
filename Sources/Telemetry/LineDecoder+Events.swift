/// Commands, and events other than steps.
extension LineDecoder {
    static func applied(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Applied {
        let answer = try unsafe answer(bytes, &faults)
        return Applied(
            id: try required(answer.id),
            step: try required(answer.step),
            request: try required(answer.request),
            previous: answer.previous,
            from: answer.from,
            by: answer.by,
            session: answer.session
        )
    }

    static func rejected(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Rejected {
        let answer = try unsafe answer(bytes, &faults)
        return Rejected(
            id: try required(answer.id),
            request: try required(answer.request),
            reason: answer.reason,
            by: answer.by,
            session: answer.session
        )
    }

    static func command(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Command {
        var answer = Answer()
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            guard case "command" = name else { return try scanner.skipValue() }
            try faults.object(&scanner, "command") { (faults, scanner, name) throws(Malformed) in
                try answer.take(&scanner, name, &faults)
            }
        }
        return Command(
            id: try required(answer.id),
            request: try required(answer.request),
            by: answer.by,
            session: answer.session
        )
    }

    private static func answer(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Answer
    {
        var answer = Answer()
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in try answer.take(&scanner, name, &faults) }
        return answer
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
        var session: String?

        mutating func take(
            _ scanner: inout JSONScanner,
            _ name: JSONScanner.RawString,
            _ faults: inout FieldFaults
        ) throws(Malformed) {
            switch name {
            case "id": id = try faults.whole(&scanner, "id")
            case "step": step = try faults.whole(&scanner, "step")
            case "request": request = try LineDecoder.request(&scanner, &faults)
            case "previous": previous = try faults.value(&scanner, "previous")
            case "from": from = try faults.whole(&scanner, "from")
            case "reason": reason = try faults.text(&scanner, "reason") ?? ""
            case "by": by = try faults.text(&scanner, "by") ?? ""
            case "session": session = try faults.text(&scanner, "session")
            default: try scanner.skipValue()
            }
        }
    }

    private static func request(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> Request?
    {
        var request: Request?
        var name: String?
        var value: SettingValue?
        try faults.object(&scanner, "request") { (faults, scanner, member) throws(Malformed) in
            switch member {
            case "pause": request = try faults.bool(&scanner, "request") == true ? .pause : request
            case "resume": request = try faults.bool(&scanner, "request") == true ? .resume : request
            case "advance": request = try faults.whole(&scanner, "request").map { .advance($0) } ?? request
            case "set": name = try faults.text(&scanner, "request")
            case "value": value = try faults.value(&scanner, "request")
            case "stop": request = try faults.bool(&scanner, "request") == true ? .stop : request
            case "checkpoint": request = try faults.bool(&scanner, "request") == true ? .checkpoint : request
            case "rewind": request = try faults.whole(&scanner, "request").map { .rewind(to: $0) } ?? request
            default: try scanner.skipValue()
            }
        }
        guard let name else { return request }
        return value.map { .set(name: name, value: $0) }
    }

    static func evaluation(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Evaluation
    {
        var step: Int?
        var evaluation = Evaluation(step: 0, split: "")
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try faults.whole(&scanner, "step")
            case "split": evaluation.split = try faults.text(&scanner, "split") ?? ""
            case "loss": evaluation.loss = try faults.number(&scanner, "loss")
            case "accuracy": evaluation.accuracy = try faults.number(&scanner, "accuracy")
            default: try scanner.skipValue()
            }
        }
        evaluation.step = try required(step)
        return evaluation
    }

    static func checkpoint(
        _ bytes: UnsafeRawBufferPointer,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> CheckpointReport {
        var step: Int?
        var report = CheckpointReport(step: 0, path: "")
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try faults.whole(&scanner, "step")
            case "path": report.path = try faults.text(&scanner, "path") ?? ""
            case "problem": report.problem = try faults.text(&scanner, "problem")
            default: try scanner.skipValue()
            }
        }
        report.step = try required(step)
        return report
    }

    static func snapshot(
        _ bytes: UnsafeRawBufferPointer,
        _ faults: inout FieldFaults
    ) throws(Malformed) -> SnapshotReport {
        var (step, oldest): (Int?, Int?)
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try faults.whole(&scanner, "step")
            case "oldest": oldest = try faults.whole(&scanner, "oldest")
            default: try scanner.skipValue()
            }
        }
        return SnapshotReport(step: try required(step), oldest: try required(oldest))
    }

    static func warning(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> Warning {
        var step: Int?
        var message: String?
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "step": step = try faults.whole(&scanner, "step")
            case "message": message = try faults.text(&scanner, "message")
            default: try scanner.skipValue()
            }
        }
        return Warning(step: try required(step), message: try required(message))
    }

    /// The one whole number of an event that has no more.
    static func number(
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

    static func end(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> End {
        var outcome: Outcome?
        var step: Int?
        var reason: String?
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "outcome": outcome = try faults.text(&scanner, "outcome").flatMap { Outcome(rawValue: $0) }
            case "step": step = try faults.whole(&scanner, "step")
            case "reason": reason = try faults.text(&scanner, "reason")
            default: try scanner.skipValue()
            }
        }
        return End(outcome: try required(outcome), step: try required(step), reason: reason)
    }
}
