import Dashboard
import Links
import Telemetry

/// Answers the alarms of another process's run, for a log: runs the command for each, and pauses the run if it does not
/// report alarms itself.
final class AnsweredSource: EventSource {
    private let source: any EventSource
    private let responses: AlarmResponses
    private let command: AlarmCommand?
    private let session = String(UInt64.random(in: .min ... .max), radix: 36)
    private var follower: Follower
    private var pauses = 0

    private init(_ source: any EventSource, _ answers: AlarmAnswers, _ command: AlarmCommand?) {
        (self.source, responses, self.command) = (source, answers.responses, command)
        follower = Follower(state: RunState(answers.responses))
    }

    /// The source, wrapped if alarms are to be answered.
    static func wrapping(_ source: any EventSource, _ answers: AlarmAnswers) -> any EventSource {
        let pauses = AlarmRule.all.contains { answers.responses[$0] == .pause }
        guard pauses || answers.command != nil else { return source }
        return AnsweredSource(source, answers, answers.command.map { AlarmCommand($0) })
    }

    func poll(limit: Int, into arrival: inout Arrival) {
        source.poll(limit: limit, into: &arrival)
        arrival.events.deliver(to: &follower)
        if arrival.status == .open { follower.passTime() }
        for report in follower.popNewReports() { answer(report) }
    }

    func send(_ command: Command) throws(LinkError) { try source.send(command) }

    var readiness: Int32? { source.readiness }

    func close() {
        source.close()
        command?.finish()
    }

    private func answer(_ report: AlarmReport) {
        guard let run = follower.state.run else { return }
        command?.post(report, of: run.name)
        guard responses[report.rule] == .pause, !run.reportsAlarms, run.abilities.contains(.pause) else { return }
        pauses += 1
        // A broken link is reported by the source itself.
        try? source.send(Command(id: pauses, request: .pause, by: "alarm", session: session))
    }
}

/// The state of a run, and which of its alarms were raised while it was followed. It is the whole state: which steps count for
/// an alarm depends on their order, on rewinds and on the phase, and a log must answer the same alarms as a dashboard.
private struct Follower: EventReceiver {
    private(set) var state: RunState
    /// How many alarms are not new: those in the history, and those already answered; nil while the history arrives.
    private var known: Int?

    init(state: RunState) { self.state = state }

    mutating func receive(step record: borrowing StepRecord) { state.receive(step: record) }

    mutating func receive(_ event: Event) {
        if case .live = event { known = state.alarms.raisedCount }
        state.receive(event)
    }

    /// Advances the time of a live run.
    mutating func passTime() {
        known = known ?? state.alarms.raisedCount
        state.tick(monotonicSeconds())
    }

    /// The alarms that were raised since the last call.
    mutating func popNewReports() -> [AlarmReport] {
        guard let known, known < state.alarms.raisedCount else { return [] }
        self.known = state.alarms.raisedCount
        return state.alarms.raised(after: known).map(\.report)
    }
}
