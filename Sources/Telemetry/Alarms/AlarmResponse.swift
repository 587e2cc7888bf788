/// The response to an alarm of a rule.
public enum AlarmResponse: String, CaseIterable, Comparable, Sendable {
    /// The rule does not report.
    case off
    /// The alarm is shown and recorded.
    case note
    /// It is shown and recorded, and the terminal's bell rings.
    case bell
    /// As `bell`, and the run pauses before its next step.
    case pause

    /// In order of severity.
    public static func < (left: AlarmResponse, right: AlarmResponse) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The response to each rule.
public struct AlarmResponses: Equatable, Sendable {
    private var chosen: [String: AlarmResponse] = [:]

    /// The default responses.
    public init() {}

    /// The response to a rule: the chosen one, else the rule's default.
    public subscript(rule: AlarmRule) -> AlarmResponse {
        get { chosen[rule.rawValue] ?? rule.defaultResponse }
        set { chosen[rule.rawValue] = newValue }
    }

    /// Sets the response to a rule, both by name.
    ///
    /// - Throws: for an unknown rule or response, listing the known ones; then nothing has changed.
    public mutating func set(_ rule: String, to response: String) throws(SettingError) {
        guard let known = AlarmRule.all.first(where: { $0.rawValue == rule }) else {
            let words = AlarmRule.all.map(\.rawValue).joined(separator: ", ")
            throw SettingError("there is no alarm \(rule) (known: \(words))")
        }
        guard let choice = AlarmResponse(rawValue: response) else {
            let words = AlarmResponse.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("alarm \(rule) must be one of \(words) (got \(response))")
        }
        self[known] = choice
    }

    /// Adopts the responses among a run's settings.
    public mutating func adopt(_ settings: [Setting]) {
        for setting in settings { adopt(setting.name, setting.value) }
    }

    /// Adopts the value of a setting. A setting that is not the response to a rule is ignored.
    public mutating func adopt(_ setting: String, _ value: SettingValue) {
        guard case .word(let word) = value, let response = AlarmResponse(rawValue: word),
            let rule = AlarmRule(setting: setting)
        else { return }
        self[rule] = response
    }

    /// Adopts the explicit choices in `others`; defaults there change nothing.
    public mutating func merge(_ others: AlarmResponses) { chosen.merge(others.chosen) { $1 } }
}
