import Telemetry

/// The alarms of a recording by rule and subject: as the run reported them, or else as the same rules find them.
struct AlarmTally {
    /// The alarms of one rule about one subject.
    struct Row {
        var rule: AlarmRule
        var subject: String?
        /// How many were raised.
        var count = 0
        /// The first step of the first one, and the last step of the last one.
        var first: Int
        var last: Int
        /// The report of the one with the most extreme value.
        var worst: AlarmReport
    }

    private(set) var rows: [Row] = []
    /// Nil if the run reports its alarms itself.
    private var watch: AlarmWatch? = AlarmWatch()

    mutating func receive(step record: borrowing StepRecord) {
        for report in watch?.observe(step: record) ?? [] { append(report) }
    }

    mutating func receive(_ event: Event) {
        if case .run(let run) = event, run.reportsAlarms { watch = nil }
        if case .alarm(let report) = event, watch == nil { append(report) }
        for report in watch?.observe(event) ?? [] { append(report) }
    }

    private mutating func append(_ report: AlarmReport) {
        guard let index = rows.firstIndex(where: { $0.rule == report.rule && $0.subject == report.subject }) else {
            guard !report.isOver else { return }
            return rows.append(
                Row(
                    rule: report.rule,
                    subject: report.subject,
                    count: 1,
                    first: report.since,
                    last: report.step,
                    worst: report
                )
            )
        }
        if report.state == .raised { rows[index].count += 1 }
        rows[index].last = max(rows[index].last, report.step)
        if report.isWorse(than: rows[index].worst) { rows[index].worst = report }
    }
}

extension AlarmReport {
    fileprivate func isWorse(than other: AlarmReport) -> Bool {
        if value.isNaN || other.value.isNaN { return value.isNaN }
        return switch rule.extreme {
        case .highest: value >= other.value
        case .lowest: value <= other.value
        case .latest: true
        }
    }
}
