/// The members of a step's object that are not in its record yet: extras, evaluations, and the ranks of the names used for
/// step and time.
struct StepLine {
    /// Metrics of the source's own.
    var extras: [NamedNumber] = []
    /// One per split.
    private var evaluations: [Evaluation] = []
    /// The ranks of the names used so far; lower ones go first.
    private var (stepRank, timeRank) = (Int8.max, Int8.max)
    private var hasBadStep = false
    /// True for the totals that Hugging Face's trainer writes after the last step.
    var isSummary = false

    var isEvaluated: Bool { !evaluations.isEmpty }

    /// Reads the step; nil if it is invalid or a name of lower rank was read.
    mutating func step(_ scanner: inout JSONScanner, rank: Int8) throws(JSONScanner.Malformed) -> Int? {
        var faults = FieldFaults()
        guard let step = try faults.whole(&scanner, "step") else {
            hasBadStep = true
            return nil
        }
        guard rank < stepRank else { return nil }
        stepRank = rank
        return step
    }

    /// Reads the time under the format's own name; nil if it is invalid or missing.
    mutating func time(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults
    ) throws(JSONScanner.Malformed) -> Double? {
        let mark = scanner.mark()
        guard let time = try faults.number(&scanner, "time") else { return nil }
        if time.isFinite { return ranked(time, 0) }
        faults.note("time", .notFinite, value: scanner.excerpt(since: mark))
        return nil
    }

    /// Reads the time under another tool's name, in seconds or as 0:00:19; nil for any other value and if a name of lower rank
    /// was read.
    mutating func foreignTime(_ scanner: inout JSONScanner, rank: Int8) throws(JSONScanner.Malformed) -> Double? {
        var time: Double?
        if scanner.peek() == UInt8(ascii: "\"") {
            let text = try scanner.string()
            time = text.number ?? text.clockSeconds
        } else {
            time = try scanner.looseNumber()
        }
        return time.flatMap { $0.isFinite ? ranked($0, rank) : nil }
    }

    private mutating func ranked(_ time: Double, _ rank: Int8) -> Double? {
        guard rank < timeRank else { return nil }
        timeRank = rank
        return time
    }

    mutating func add(_ value: Double, to split: ForeignSplit, isLoss: Bool) {
        let index = evaluations.firstIndex { $0.split == split.rawValue } ?? evaluations.count
        if index == evaluations.count { evaluations.append(Evaluation(step: 0, split: split.rawValue)) }
        if isLoss { evaluations[index].loss = value } else { evaluations[index].accuracy = value }
    }

    /// Reads a metric of the source's own.
    mutating func readExtra(
        _ scanner: inout JSONScanner,
        _ names: borrowing NameMemory<StepField>
    ) throws(JSONScanner.Malformed) {
        // A text is a tag, even one that looks like a number; only non-finite numbers are quoted.
        let isText = scanner.peek() == UInt8(ascii: "\"")
        if let number = isText ? try scanner.numberOrNil() : try scanner.looseNumber() {
            extras.append(NamedNumber(try names.text(scanner), number))
        } else if isText {
            try scanner.skipValue()
        }
    }

    /// The content of the object; nil for the record alone.
    ///
    /// - Throws: if it has no step or no number.
    func line(_ record: borrowing StepRecord, isNamed: Bool) throws(JSONScanner.Malformed) -> Line? {
        guard record.step >= 0 else { throw JSONScanner.Malformed(hasBadStep ? .badStep : .noStep) }
        if isNamed, !isEvaluated { return nil }
        if isSummary, !isNamed { return .unknown }
        let isEmpty = record.loss == nil && record.gradNorm == nil && record.lr == nil
        if isEvaluated { return evaluated(record, isStep: isNamed || !isEmpty) }
        if isEmpty, record.extras.isEmpty { throw JSONScanner.Malformed(.noNumber) }
        return nil
    }

    /// - Parameter isStep: false if the other numbers belong to the evaluation, such as its duration.
    private func evaluated(_ record: borrowing StepRecord, isStep: Bool) -> Line {
        var events: [Event] = isStep ? [.step(copy record)] : []
        for var evaluation in evaluations {
            evaluation.step = record.step
            events.append(.evaluation(evaluation))
        }
        return events.count == 1 ? .event(events[0]) : .events(events)
    }
}

extension StepRecord {
    /// The record before any member is read.
    static var unread: StepRecord { StepRecord(step: -1, time: .nan) }

    /// Reads a value under another tool's name; the format's own name has priority.
    mutating func read(
        _ field: ForeignName,
        _ scanner: inout JSONScanner,
        _ name: @autoclosure () -> String,
        _ faults: inout FieldFaults
    ) throws(JSONScanner.Malformed) {
        switch field {
        case .number(let metric):
            let number = try faults.number(&scanner, name())
            self[metric] = self[metric] ?? number
        case .epoch:
            let number = try faults.whole(&scanner, name())
            epoch = epoch ?? number
        }
    }
}
