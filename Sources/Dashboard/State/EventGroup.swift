import Telemetry

/// The groups by which the list of events can be filtered.
enum EventGroup: CaseIterable, Equatable, Sendable {
    case all, changes, alarms, checkpoints, evaluations, problems

    /// The name above the list.
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

    /// The name of one event, in the list of all.
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

    /// The group `count` groups further, cyclically.
    func advanced(by count: Int) -> EventGroup {
        let all = Self.allCases
        let index = (all.firstIndex(of: self) ?? 0) + count
        return all[(index % all.count + all.count) % all.count]
    }
}

extension TimelineEntry {
    /// The group of the entry.
    var group: EventGroup {
        switch kind {
        case .applied, .rewind, .rejected, .end: .changes
        case .nonFinite, .alarm: .alarms
        case .evaluation: .evaluations
        case .checkpoint, .checkpointFailed: .checkpoints
        case .order, .trouble: .problems
        }
    }

    /// True if a group includes the entry. A failed checkpoint is also a problem.
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

    /// The text with the number of repeats, in at most `width` columns.
    func text(width: Int) -> String {
        let count = repeats > 1 ? " ×\(NumberFormat.count(repeats))" : ""
        return shortened(text, to: width - count.unicodeScalars.count) + count
    }
}
