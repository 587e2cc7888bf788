/// What is done when a rule raises an alarm.
public enum AlarmResponse: String, CaseIterable, Sendable {
    /// The rule does not report.
    case off
    /// It is shown and recorded.
    case note
    /// The terminal's bell rings, too.
    case bell
    /// The run is held before its next step, and the bell rings.
    case pause
}

/// What is done about each rule.
public struct AlarmResponses: Equatable, Sendable {
    private var chosen: [String: AlarmResponse] = [:]

    /// Those of the rules themselves.
    public init() {}

    public subscript(rule: AlarmRule) -> AlarmResponse {
        get { chosen[rule.rawValue] ?? rule.defaultResponse }
        set { chosen[rule.rawValue] = newValue }
    }

    /// Chooses what is done, by the words of the rule and of the response.
    ///
    /// - Throws: for a word that is no rule or no response, with the words there are; then nothing has changed.
    public mutating func set(_ rule: String, to response: String) throws(SettingError) {
        guard let known = AlarmRule.all.first(where: { $0.rawValue == rule }) else {
            let words = AlarmRule.all.map(\.rawValue).joined(separator: ", ")
            throw SettingError("there is no alarm \(rule) (there are: \(words))")
        }
        guard let choice = AlarmResponse(rawValue: response) else {
            let words = AlarmResponse.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("alarm \(rule) must be one of \(words) (got \(response))")
        }
        self[known] = choice
    }

    /// Takes over what others have chosen.
    public mutating func merge(_ others: AlarmResponses) { chosen.merge(others.chosen) { $1 } }
}
