extension LineDecoder {
    /// A step, and the evaluation that some tools write into the same object.
    ///
    /// - Parameter isNamed: true when the line says that it is a step; otherwise it must have a number, and one that has an
    ///   evaluation alone is no step.
    static func step(
        _ bytes: UnsafeRawBufferPointer,
        isNamed: Bool,
        _ faults: inout FieldFaults,
        _ time: (Double) -> Double
    ) throws(Malformed) -> Line {
        var line = StepLine()
        try members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "event": try scanner.skipValue()
            case "step": try line.takeStep(&scanner, rank: 0)
            case "time": try line.takeTime(&scanner, "time", rank: 0, &faults)
            case "epoch": line.record.epoch = try faults.whole(&scanner, "epoch")
            case "batch": line.record.batch = try faults.whole(&scanner, "batch")
            case "loss": line.record.loss = try faults.number(&scanner, "loss") ?? line.record.loss
            case "grad_norm": line.record.gradNorm = try faults.number(&scanner, "grad_norm") ?? line.record.gradNorm
            case "clipped_norm": line.record.clippedNorm = try faults.number(&scanner, "clipped_norm")
            case "clip_coefficient": line.record.clipCoefficient = try faults.number(&scanner, "clip_coefficient")
            case "max_norm": line.record.maxNorm = try faults.number(&scanner, "max_norm")
            case "clip": line.record.clip = try clipWord(&scanner, &faults)
            case "lr": line.record.lr = try faults.number(&scanner, "lr") ?? line.record.lr
            case "update_ratio": line.record.updateRatio = try faults.number(&scanner, "update_ratio")
            case "dead_units": line.record.deadUnits = try faults.number(&scanner, "dead_units")
            case "samples_per_second":
                line.record.samplesPerSecond = try faults.number(&scanner, "samples_per_second")
            case "tokens_per_second": line.record.tokensPerSecond = try faults.number(&scanner, "tokens_per_second")
            case "alarms": line.record.alarms = try alarms(&scanner, &faults)
            case "layers": line.record.layers = try faults.namedNumbers(&scanner, "layers")
            case "dead_layers": line.record.deadLayers = try faults.namedNumbers(&scanner, "dead_layers")
            default: try line.takeForeign(&scanner, name, &faults)
            }
        }
        line.record.time = time(line.record.time)
        return try line.line(isNamed: isNamed)
    }

    private static func alarms(_ scanner: inout JSONScanner, _ faults: inout FieldFaults) throws(Malformed) -> [Alarm] {
        var alarms: [Alarm] = []
        try faults.list(&scanner, "alarms") { (faults, scanner) throws(Malformed) in
            if let alarm = try alarm(&scanner, &faults) { alarms.append(alarm) }
        }
        return alarms
    }

    /// Nil for a kind of the future.
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

    /// The usual words are constants, which spares an allocation a step.
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

/// What the members of one object have said of a step so far.
private struct StepLine {
    var record = StepRecord(step: -1, time: .nan)
    /// One for each split.
    private var evaluations: [Evaluation] = []
    /// How near the names were to the format's own; less is nearer.
    private var (stepRank, timeRank) = (Int.max, Int.max)
    private var hasBadStep = false
    /// True for the totals that Hugging Face's trainer writes behind the last step.
    private var isSummary = false

    mutating func takeStep(_ scanner: inout JSONScanner, rank: Int) throws(JSONScanner.Malformed) {
        var faults = FieldFaults()
        guard let step = try faults.whole(&scanner, "step") else {
            hasBadStep = true
            return
        }
        guard rank < stepRank else { return }
        (record.step, stepRank) = (step, rank)
    }

    mutating func takeTime(
        _ scanner: inout JSONScanner,
        _ field: String,
        rank: Int,
        _ faults: inout FieldFaults
    ) throws(JSONScanner.Malformed) {
        let mark = scanner.mark()
        guard let time = try faults.number(&scanner, field) else { return }
        guard time.isFinite else { return faults.note(field, .notFinite, value: scanner.excerpt(since: mark)) }
        takeTime(time, rank: rank)
    }

    private mutating func takeTime(_ time: Double, rank: Int) {
        guard rank < timeRank else { return }
        (record.time, timeRank) = (time, rank)
    }

    /// A member under a name that is not the format's: one of other tools', or of a series of the source's own.
    mutating func takeForeign(
        _ scanner: inout JSONScanner,
        _ name: JSONScanner.RawString,
        _ faults: inout FieldFaults
    ) throws(JSONScanner.Malformed) {
        if let rank = ForeignName.stepRank(name) { return try takeStep(&scanner, rank: rank) }
        if let rank = ForeignName.timeRank(name) { return try takeForeignTime(&scanner, rank: rank) }
        switch ForeignName(name) {
        case .loss:
            let loss = try faults.number(&scanner, name.excerpt)
            record.loss = record.loss ?? loss
        case .gradNorm:
            let norm = try faults.number(&scanner, name.excerpt)
            record.gradNorm = record.gradNorm ?? norm
        case .lr:
            let lr = try faults.number(&scanner, name.excerpt)
            record.lr = record.lr ?? lr
        case .epoch:
            let epoch = try faults.whole(&scanner, name.excerpt)
            record.epoch = record.epoch ?? epoch
        case .runtime:
            isSummary = true
            try takeExtra(&scanner, name)
        case nil:
            guard let measure = ForeignName.evaluation(name) else { return try takeExtra(&scanner, name) }
            guard let value = try faults.number(&scanner, name.excerpt) else { return }
            add(value, to: measure.split, isLoss: measure.isLoss)
        }
    }

    private mutating func add(_ value: Double, to split: String, isLoss: Bool) {
        let index = evaluations.firstIndex { $0.split == split } ?? evaluations.count
        if index == evaluations.count { evaluations.append(Evaluation(step: 0, split: split)) }
        if isLoss { evaluations[index].loss = value } else { evaluations[index].accuracy = value }
    }

    /// Seconds, or hours, minutes and seconds; anything else is no time of a step's.
    private mutating func takeForeignTime(_ scanner: inout JSONScanner, rank: Int) throws(JSONScanner.Malformed) {
        if scanner.peek() == UInt8(ascii: "\"") {
            let text = try scanner.string()
            if let time = text.number ?? text.clockSeconds, time.isFinite { takeTime(time, rank: rank) }
        } else if let time = try scanner.looseNumber(), time.isFinite {
            takeTime(time, rank: rank)
        }
    }

    private mutating func takeExtra(
        _ scanner: inout JSONScanner,
        _ name: JSONScanner.RawString
    ) throws(JSONScanner.Malformed) {
        // A text is a tag, even one that looks like a number; only what is not finite is a number in quotes.
        let isText = scanner.peek() == UInt8(ascii: "\"")
        if let number = isText ? try scanner.numberOrNil() : try scanner.looseNumber() {
            record.extras.append(NamedNumber(try name.text(), number))
        } else if isText {
            try scanner.skipValue()
        }
    }

    /// What the whole object says.
    ///
    /// - Throws: when it has no step, or nothing to draw at it.
    func line(isNamed: Bool) throws(JSONScanner.Malformed) -> Line {
        guard record.step >= 0 else { throw JSONScanner.Malformed(hasBadStep ? .badStep : .noStep) }
        if isSummary, !isNamed { return .unknown }
        let isEmpty = record.loss == nil && record.gradNorm == nil && record.lr == nil
        guard !evaluations.isEmpty else {
            if !isNamed, isEmpty, record.extras.isEmpty { throw JSONScanner.Malformed(.noNumber) }
            return .event(.step(record))
        }
        let evaluated = evaluations.map { evaluation -> Event in
            var evaluation = evaluation
            evaluation.step = record.step
            return .evaluation(evaluation)
        }
        // Of an evaluation the other numbers are its own: how long it took, how fast it went.
        let events = !isNamed && isEmpty ? evaluated : [.step(record)] + evaluated
        return events.count == 1 ? .event(events[0]) : .events(events)
    }
}
