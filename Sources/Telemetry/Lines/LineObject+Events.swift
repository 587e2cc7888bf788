/// The members of commands, and of events other than runs and steps.
extension Command: LineObject {
    static let fields = [
        LineField("id", \Command.id, isRequired: true),
        LineField("request", \.request, isRequired: true),
        LineField("by", \.by),
        LineField("session", \.session),
    ]
    static var unread: Command { Command(id: 0, request: .pause, by: "") }
}

extension Applied: LineObject {
    static let fields = [
        LineField("id", \Applied.id, isRequired: true),
        LineField("step", \.step, isRequired: true),
        LineField("request", \.request, isRequired: true),
        LineField("previous", \.previous),
        LineField("from", \.from),
        LineField("by", \.by),
        LineField("session", \.session),
    ]
    static var unread: Applied { Applied(.unread, step: 0) }
}

extension Rejected: LineObject {
    static let fields = [
        LineField("id", \Rejected.id, isRequired: true),
        LineField("request", \.request, isRequired: true),
        LineField("reason", \.reason),
        LineField("by", \.by),
        LineField("session", \.session),
    ]
    static var unread: Rejected { Rejected(.unread, reason: "") }
}

extension Evaluation: LineObject {
    static let fields = [
        LineField("step", \Evaluation.step, isRequired: true),
        LineField("split", \.split),
        LineField("loss", \.loss),
        LineField("accuracy", \.accuracy),
    ]
    static var unread: Evaluation { Evaluation(step: 0, split: "") }
}

extension CheckpointReport: LineObject {
    static let fields = [
        LineField("step", \CheckpointReport.step, isRequired: true),
        LineField("path", \.path),
        LineField("problem", \.problem),
    ]
    static var unread: CheckpointReport { CheckpointReport(step: 0, path: "") }
}

extension SnapshotReport: LineObject {
    static let fields = [
        LineField("step", \SnapshotReport.step, isRequired: true),
        LineField("oldest", \.oldest, isRequired: true),
    ]
    static var unread: SnapshotReport { SnapshotReport(step: 0, oldest: 0) }
}

extension Warning: LineObject {
    static let fields = [
        LineField("step", \Warning.step, isRequired: true),
        LineField("message", \.message, isRequired: true),
    ]
    static var unread: Warning { Warning(step: 0, message: "") }
}

extension AlarmReport: LineObject {
    static let fields = [
        LineField("rule", \AlarmReport.rule, isRequired: true),
        LineField("subject", \.subject),
        LineField("state", \.state),
        LineField("since", \.since),
        LineField("step", \.step),
        LineField("count", \.count),
        LineField("value", \.value),
        LineField("usual", \.usual),
    ]
    static var unread: AlarmReport { AlarmReport(.stall, since: -1, step: -1, value: .nan) }

    /// If only one of `step` and `since` was read, both have that value.
    mutating func complete() -> Bool {
        if step < 0 { step = since }
        if since < 0 { since = step }
        return step >= 0
    }
}

extension AlarmRule: LineWord {}

extension AlarmReport.State: LineWord {
    /// An unknown state, as of a later version, is read as `lasting`.
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> AlarmReport.State? {
        try faults.text(&scanner, field).map { Self(rawValue: $0) ?? .lasting }
    }
}

extension End: LineObject {
    static let fields = [
        LineField("outcome", \End.outcome, isRequired: true),
        LineField("step", \.step, isRequired: true),
        LineField("reason", \.reason),
    ]
    static var unread: End { End(outcome: .finished, step: 0) }
}

extension Outcome: LineWord {}
