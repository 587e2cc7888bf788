import Telemetry

/// Responses to alarms.
extension RunSession {
    /// The reason why a response to a rule cannot be chosen; nil if it can.
    func refusal(of response: AlarmResponse, to rule: AlarmRule) -> String? {
        if player != nil { return response > .note ? "a recording only shows its alarms, or hides them" : nil }
        if live.setting(rule.setting) != nil {
            return refusal(of: .set(name: rule.setting, value: .word(response.rawValue)))
        }
        guard response == .pause, let run = live.run else { return nil }
        if run.reportsAlarms { return "this run responds to its alarms itself; they cannot pause it from here" }
        return run.abilities.contains(.pause) ? nil : "this run cannot pause"
    }

    /// The response to a rule after all pending commands.
    func expectedResponse(to rule: AlarmRule) -> AlarmResponse {
        if player == nil, case .word(let word)? = expected(rule.setting), let response = AlarmResponse(rawValue: word) {
            return response
        }
        return state.alarms.responses[rule]
    }

    /// True if the run itself responds to a rule's alarms, and a command changes the response.
    func isAnsweredByRun(_ rule: AlarmRule) -> Bool { player == nil && live.setting(rule.setting) != nil }

    /// True if this screen must pause the run for a rule's alarm.
    func pausesHere(for rule: AlarmRule) -> Bool {
        guard live.alarms.responses[rule] == .pause, let run = live.run, !run.reportsAlarms else { return false }
        return !expectsHold && refusal(of: .pause) == nil
    }
}
