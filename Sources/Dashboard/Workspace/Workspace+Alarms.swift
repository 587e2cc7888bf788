import Telemetry

/// Alarms raised while the run is watched, and the responses to them.
extension Workspace {
    /// The author of commands sent by alarms.
    private static let author = "alarm"

    /// The effects of the alarms raised since the last call.
    mutating func answerAlarms(of index: Int) -> [Effect] {
        let raised = drainRaisedAlarms(of: index)
        guard !raised.isEmpty else { return [] }
        var effects = raised.map { Effect.alarm($0, session: index) }
        // Several alarms at once ring once.
        let responses = sessions[index].state.alarms.responses
        if raised.contains(where: { responses[$0.rule] >= .bell }) { effects.append(.bell) }
        if !isReadOnly, raised.contains(where: { sessions[index].pausesHere(for: $0.rule) }) {
            effects.append(.send(issue(.pause, by: Self.author, to: index), session: index))
        }
        return effects
    }

    /// Chooses another response to a rule.
    ///
    /// - Parameter count: 1 or -1 for a neighbor; nil for the next one that can be chosen, cyclically.
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
            notify(reason)
            return []
        }
        if session.isAnsweredByRun(rule) {
            return send(.set(name: rule.setting, value: .word(response.rawValue)))
        }
        choose(response, for: rule)
        return []
    }

    /// The reason why a response cannot be chosen on this screen; nil if it can.
    func refusal(of response: AlarmResponse, to rule: AlarmRule) -> String? {
        if isReadOnly, response == .pause || session.isAnsweredByRun(rule) { return "this screen is read-only" }
        return session.refusal(of: response, to: rule)
    }
}
