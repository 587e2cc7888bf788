extension LineDecoder {
    /// An alarm. A rule that is not known keeps its word; a state that is not known says no more than that the alarm lasts.
    static func alarm(_ bytes: UnsafeRawBufferPointer, _ faults: inout FieldFaults) throws(Malformed) -> AlarmReport {
        var (rule, state): (String?, String?)
        var (since, step, count): (Int?, Int?, Int?)
        var (value, usual): (Double?, Double?)
        var subject: String?
        try unsafe members(of: bytes) { (scanner, name) throws(Malformed) in
            switch name {
            case "rule": rule = try faults.text(&scanner, "rule")
            case "subject": subject = try faults.text(&scanner, "subject")
            case "state": state = try faults.text(&scanner, "state")
            case "since": since = try faults.whole(&scanner, "since")
            case "step": step = try faults.whole(&scanner, "step")
            case "count": count = try faults.whole(&scanner, "count")
            case "value": value = try faults.number(&scanner, "value")
            case "usual": usual = try faults.number(&scanner, "usual")
            default: try scanner.skipValue()
            }
        }
        let last = try required(step ?? since)
        return AlarmReport(
            AlarmRule(rawValue: try required(rule)),
            subject: subject,
            state: state.map { AlarmReport.State(rawValue: $0) ?? .lasting } ?? .raised,
            since: since ?? last,
            step: last,
            count: count ?? 1,
            value: value ?? .nan,
            usual: usual
        )
    }
}
