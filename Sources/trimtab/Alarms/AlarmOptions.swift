import ArgumentParser
import Telemetry

/// The options for answering alarms.
struct AlarmOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to do about an alarm: off, note, bell or pause. May be repeated. Rules: "
                + AlarmRule.all.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "rule=response"
        )
    )
    var alarm: [String] = []

    @Option(
        help: ArgumentHelp(
            "Run a shell command for each alarm that is raised; the variables TRIMTAB_ALARM_… describe it.",
            valueName: "command"
        )
    )
    var onAlarm: String?

    /// The answers to alarms, from the options or else from the configuration.
    ///
    /// - Throws: `BadInput` for an unknown rule or response, or an empty command.
    func answers(_ configuration: Configuration) throws(BadInput) -> AlarmAnswers {
        var responses = configuration.alarms
        for choice in alarm {
            let parts = choice.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw BadInput("--alarm needs RULE=RESPONSE (got \(choice))") }
            do throws(SettingError) {
                try responses.set(parts[0], to: parts[1])
            } catch {
                throw BadInput("--alarm: \(error)")
            }
        }
        if let onAlarm, onAlarm.isEmpty { throw BadInput("--on-alarm needs a command") }
        return AlarmAnswers(responses: responses, command: onAlarm ?? configuration.onAlarm)
    }

    /// The options as they were given.
    var words: [String] { alarm.flatMap { ["--alarm", $0] } + (onAlarm.map { ["--on-alarm", $0] } ?? []) }
}

/// What is done when an alarm is raised: a response by rule, and a command for all of them.
struct AlarmAnswers: Sendable {
    var responses = AlarmResponses()
    /// A shell command; nil for none.
    var command: String?
}
