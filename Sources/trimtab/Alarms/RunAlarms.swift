import Telemetry

/// The alarms of a run of this process: found as its events come, and answered as the operator wants.
struct RunAlarms {
    private var watch = AlarmWatch()
    private var responses: AlarmResponses
    private let command: AlarmCommand?
    private var run: String?
    private var pauses = 0

    init(_ responses: AlarmResponses, _ command: AlarmCommand?) {
        (self.responses, self.command) = (responses, command)
    }

    /// Takes the next event of the run.
    ///
    /// - Parameter send: passes a command on to the run.
    /// - Returns: what is to be reported behind it.
    mutating func take(_ event: Event, send: (Command) -> Void) -> [AlarmReport] {
        if case .run(let run) = event { self.run = run.name }
        var reports = watch.take(event)
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

    /// Follows an operator who chooses what is done about a rule.
    ///
    /// - Returns: what is to be reported of its alarm, where that is not over: its end where the rule was switched off.
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
