import Telemetry

/// Finds the alarms of this process's run in its events, and answers them as configured.
struct RunAlarms {
    private var watch = AlarmWatch()
    private var responses: AlarmResponses
    private let command: AlarmCommand?
    private var run: String?
    private var pauses = 0

    init(_ responses: AlarmResponses, _ command: AlarmCommand?) {
        (self.responses, self.command) = (responses, command)
    }

    /// Examines the run's next event.
    ///
    /// - Parameter send: passes a command on to the run.
    /// - Returns: the reports to emit after it.
    mutating func observe(_ event: Event, send: (Command) -> Void) -> [AlarmReport] {
        if case .run(let run) = event { self.run = run.name }
        var reports = watch.observe(event)
        if !reports.isEmpty { reports.removeAll { responses[$0.rule] == .off } }
        if case .applied(let applied) = event { reports += adopt(applied) }
        for report in reports where report.state == .raised {
            command?.post(report, of: run)
            guard responses[report.rule] == .pause else { continue }
            pauses += 1
            send(Command(id: pauses, request: .pause, by: "alarm"))
        }
        return reports
    }

    /// Adopts an operator's change of a rule's response.
    ///
    /// - Returns: the reports of the rule's active alarms: over if the rule was switched off, lasting if it was switched on.
    private mutating func adopt(_ applied: Applied) -> [AlarmReport] {
        guard case .set(let name, let value) = applied.request, let rule = AlarmRule(setting: name) else { return [] }
        let before = responses[rule]
        responses.adopt(name, value)
        guard (before == .off) != (responses[rule] == .off) else { return [] }
        return watch.active.filter { $0.rule == rule }.map { report in
            var report = report
            report.state = responses[rule] == .off ? .over : .lasting
            return report
        }
    }
}
