import Dashboard
import Links
import Telemetry

/// A run of another process whose alarms are answered here, for a log: the command runs for each, and the run is paused where
/// it does not watch itself.
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

    /// The source, as it is where there is nothing to answer.
    static func wrapping(_ source: any EventSource, _ answers: AlarmAnswers) -> any EventSource {
        let pauses = AlarmRule.all.contains { answers.responses[$0] == .pause }
        guard pauses || answers.command != nil else { return source }
        return AnsweredSource(source, answers, answers.command.map { AlarmCommand($0) })
    }

    func poll(limit: Int, into arrival: inout Arrival) {
        source.poll(limit: limit, into: &arrival)
        arrival.events.hand(to: &follower)
        if arrival.status == .open { follower.passTime() }
        for report in follower.takeNews() { answer(report) }
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
        // A link that broke says so itself.
        try? source.send(Command(id: pauses, request: .pause, by: "alarm", session: session))
    }
}

/// The state of a run, and which of its alarms were raised while it was followed.
private struct Follower: EventTaker {
    private(set) var state: RunState
    /// Alarms that are no news: those of its history, and those that have been answered; nil while the history comes.
    private var known: Int?

    init(state: RunState) { self.state = state }

    mutating func take(step record: borrowing StepRecord) { state.take(step: record) }

    mutating func take(_ event: Event) {
        if case .live = event { known = state.alarms.raisedCount }
        state.take(event)
    }

    /// Lets time pass for a run that is watched as it happens.
    mutating func passTime() {
        known = known ?? state.alarms.raisedCount
        state.tick(monotonicSeconds())
    }

    /// The alarms that were raised since the last call.
    mutating func takeNews() -> [AlarmReport] {
        guard let known, known < state.alarms.raisedCount else { return [] }
        self.known = state.alarms.raisedCount
        return state.alarms.raised(after: known).map(\.report)
    }
}
