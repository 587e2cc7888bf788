import Telemetry

/// Alarms that are raised while the run is watched, and the operator's responses to them.
extension Workspace {
    /// Who signs the commands that alarms give.
    private static let author = "alarm"

    /// What is to be done about the alarms that a run has raised since the last call.
    mutating func answerAlarms(of place: Int) -> [Effect] {
        let raised = drainRaisedAlarms(of: place)
        guard !raised.isEmpty else { return [] }
        var effects = raised.map { Effect.alarm($0, session: place) }
        // Alarms of one moment ring once.
        let responses = sessions[place].state.alarms.responses
        if raised.contains(where: { responses[$0.rule] >= .bell }) { effects.append(.bell) }
        if !isReadOnly, raised.contains(where: { sessions[place].pausesHere(for: $0.rule) }) {
            effects.append(.send(issue(.pause, by: Self.author, to: place), session: place))
        }
        return effects
    }

    /// Chooses another response to a rule: one further, or the next that can be chosen, round and round.
    ///
    /// - Parameter count: 1 or -1; nil goes round.
    mutating func changeResponse(to rule: AlarmRule, by count: Int?) -> [Effect] {
        let all = AlarmResponse.allCases
        let now = all.firstIndex(of: session.expectedResponse(to: rule)) ?? 0
        if let count {
            guard all.indices.contains(now + count) else { return [] }
            return respond(all[now + count], to: rule)
        }
        let order = (1...all.count).map { all[(now + $0) % all.count] }
        return respond(order.first { refusal(of: $0, to: rule) == nil } ?? order[0], to: rule)
    }

    private mutating func respond(_ response: AlarmResponse, to rule: AlarmRule) -> [Effect] {
        if let reason = refusal(of: response, to: rule) {
            say(reason)
            return []
        }
        if session.isAnsweredByRun(rule) {
            return send(.set(name: rule.setting, value: .word(response.rawValue)))
        }
        choose(response, for: rule)
        return []
    }

    /// Why a response cannot be chosen on this screen; nil where it can.
    func refusal(of response: AlarmResponse, to rule: AlarmRule) -> String? {
        if isReadOnly, response == .pause || session.isAnsweredByRun(rule) { return "this screen is read-only" }
        return session.refusal(of: response, to: rule)
    }
}
