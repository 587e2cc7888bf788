import Telemetry

/// One row of the list of events.
struct EventRow: Equatable {
    /// Unique among all rows of the session.
    var id: Int
    var step: Int?
    /// Shown instead of a step for a command without an answer.
    var label: String?
    /// The position of its step on the step axis.
    var position: Int?
    var group: EventGroup
    var text: String
    /// A remark below the full text.
    var remark: String?
    var role: Role
}

extension Scene {
    /// The rows of the list of events: what could not be read, events in order of arrival, and commands without an answer.
    func events(of group: EventGroup) -> [EventRow] {
        var rows: [EventRow] = []
        if group == .all || group == .problems { rows += readingRows }
        var alarms = group == .all || group == .alarms ? state.alarms.entries[...] : []
        for timelineEntry in state.timelineEntries where timelineEntry.belongs(to: group) {
            while let next = alarms.first, next.raisedPosition < timelineEntry.position ?? .min {
                rows.append(EventRow(next))
                alarms.removeFirst()
            }
            rows.append(EventRow(timelineEntry))
        }
        rows += alarms.map(EventRow.init)
        if group == .all || group == .changes { rows += openCommandRows }
        return rows
    }

    /// The number of rows of a group.
    func eventCount(of group: EventGroup) -> Int {
        let timelineEntries = state.timelineEntries.count { $0.belongs(to: group) }
        switch group {
        case .all: return timelineEntries + readingRows.count + openCommandRows.count + state.alarms.entries.count
        case .alarms: return timelineEntries + state.alarms.entries.count
        case .problems: return timelineEntries + readingRows.count
        case .changes: return timelineEntries + openCommandRows.count
        case .checkpoints, .evaluations: return timelineEntries
        }
    }

    private var readingRows: [EventRow] {
        state.reading.sentences.enumerated().map { index, sentence in
            EventRow(id: -1 - index, group: .problems, text: sentence, role: .warning)
        }
    }

    private var openCommandRows: [EventRow] {
        func row(_ command: Command, _ label: String, _ role: Role, _ remark: String) -> EventRow {
            EventRow(
                id: Int.max / 2 + command.id,
                label: label,
                group: .changes,
                text: TimelineEntry.phrase(command.request),
                remark: remark,
                role: role
            )
        }
        let commands = session.commands
        return commands.unknown.map { row($0, "unknown", .bad, "The link to the run broke before an answer came.") }
            + commands.pending.map { row($0, "pending", .pending, "The run has not answered yet.") }
    }
}

extension EventRow {
    init(_ entry: AlarmLog.Entry) {
        let report = entry.report
        self.init(
            id: Int.max / 4 + entry.number,
            step: entry.raisedStep,
            position: entry.position,
            group: .alarms,
            text: "\(report.title): \(report.namedValue)"
                + (report.since < entry.raisedStep ? ", since \(NumberFormat.count(report.since))" : ""),
            remark: entry.isRewound
                ? "A later rewind removed this step."
                : entry.isActive ? "Still active at step \(NumberFormat.count(report.step))." : nil,
            role: entry.isRewound ? .faint : report.role
        )
    }

    init(_ timelineEntry: TimelineEntry) {
        let repeats = timelineEntry.repeats > 1 ? " ×\(NumberFormat.count(timelineEntry.repeats))" : ""
        self.init(
            id: timelineEntry.number,
            step: timelineEntry.step,
            position: timelineEntry.position,
            group: timelineEntry.group,
            text: timelineEntry.text + repeats,
            remark: timelineEntry.isRewound ? "A later rewind removed this step." : nil,
            role: timelineEntry.role
        )
    }
}
