import Telemetry

/// The alarms of a run of this process: found as its events come, and answered as the operator wants.
struct RunAlarms {
    private var watch = AlarmWatch()
    private let responses: AlarmResponses
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
        guard !reports.isEmpty else { return reports }
        reports.removeAll { responses[$0.rule] == .off }
        for report in reports where report.state == .raised {
            command?.post(report, of: run)
            guard responses[report.rule] == .pause else { continue }
            pauses += 1
            send(Command(id: pauses, request: .pause, by: "alarm"))
        }
        return reports
    }
}
