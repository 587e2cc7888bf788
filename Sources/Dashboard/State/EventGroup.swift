import Telemetry

/// What events are about: what the list of them can be narrowed to.
enum EventGroup: CaseIterable, Equatable, Sendable {
    case all, changes, alarms, checkpoints, evaluations, problems

    /// Its name above the list.
    var title: String {
        switch self {
        case .all: "all"
        case .changes: "changes"
        case .alarms: "alarms"
        case .checkpoints: "checkpoints"
        case .evaluations: "evaluations"
        case .problems: "problems"
        }
    }

    /// One of them, in a list of all.
    var singular: String {
        switch self {
        case .all: ""
        case .changes: "change"
        case .alarms: "alarm"
        case .checkpoints: "checkpoint"
        case .evaluations: "eval"
        case .problems: "problem"
        }
    }

    /// The group a number of places further, wrapping around.
    func advanced(by count: Int) -> EventGroup {
        let all = Self.allCases
        let place = (all.firstIndex(of: self) ?? 0) + count
        return all[(place % all.count + all.count) % all.count]
    }
}

extension TimelineEntry {
    /// What it is about.
    var group: EventGroup {
        switch kind {
        case .applied, .rewind, .rejected, .end: .changes
        case .nonFinite, .alarm: .alarms
        case .evaluation: .evaluations
        case .checkpoint, .checkpointFailed: .checkpoints
        case .order, .trouble: .problems
        }
    }

    /// Whether a group has it. A checkpoint that could not be written is a problem, too.
    func belongs(to group: EventGroup) -> Bool {
        group == .all || group == self.group || group == .problems && kind == .checkpointFailed
    }

    var role: Role {
        if isRewound { return .faint }
        switch kind {
        case .applied(let setting): return setting == nil ? .strong : .marker
        case .rejected, .alarm, .order: return .warning
        case .nonFinite, .trouble, .checkpointFailed: return .bad
        case .evaluation(let evaluation): return evaluation.loss?.isFinite ?? true ? .evaluation : .bad
        case .checkpoint: return .good
        case .rewind, .end: return .strong
        }
    }

    /// Its text, and how often it happened in a row, in at most `width` columns.
    func text(width: Int) -> String {
        let count = repeats > 1 ? " ×\(NumberFormat.count(repeats))" : ""
        return shortened(text, to: width - count.unicodeScalars.count) + count
    }
}
