/// A rule that raises alarms: one of `all`, or a rule of another program that only has a name here.
///
/// Two rules are equal when their names (`rawValue`) are.
public struct AlarmRule: RawRepresentable, Hashable, Sendable {
    /// The unit of the value that a rule reports.
    public enum Unit: Sendable {
        case number, share, seconds, stepsPerSecond
    }

    /// The value that an alarm keeps of several.
    public enum Extreme: Sendable {
        case highest, lowest, latest
    }

    /// The importance of an alarm.
    public enum Severity: Int, Comparable, Sendable {
        /// Worth knowing, often intended.
        case note
        /// Something is probably wrong.
        case warning
        /// All further results are worthless, or training has stopped.
        case critical

        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// The name in lines and in the configuration.
    public let rawValue: String
    /// The fault in a few words, for the screen.
    public let title: String
    /// The title for an alarm with a subject, which replaces "%".
    let titleWithSubject: String
    /// The importance of its alarms.
    public let severity: Severity
    /// The response unless another one is chosen.
    public let defaultResponse: AlarmResponse
    /// The unit of its values.
    public let unit: Unit
    /// The value that an alarm keeps of several.
    public let extreme: Extreme
    /// The name of the value; nil if the title names it.
    public let valueName: String?
    /// The name of the value it is compared with.
    public let usualName: String

    /// - Parameters:
    ///   - titleWithSubject: nil for "TITLE in %".
    ///   - response: nil for `bell` if the severity is critical, else `note`.
    init(
        _ word: String,
        title: String,
        withSubject titleWithSubject: String? = nil,
        severity: Severity = .warning,
        response: AlarmResponse? = nil,
        unit: Unit = .number,
        extreme: Extreme = .latest,
        valueName: String? = nil,
        usualName: String = "usual"
    ) {
        (rawValue, self.title, self.titleWithSubject) = (word, title, titleWithSubject ?? "\(title) in %")
        (self.severity, self.unit, self.extreme) = (severity, unit, extreme)
        (self.valueName, self.usualName) = (valueName, usualName)
        defaultResponse = response ?? (severity == .critical ? .bell : .note)
    }

    /// The rule of a name; for an unknown name, a rule of severity `note` with the name as title.
    public init(rawValue: String) {
        self =
            Self.all.first { $0.rawValue == rawValue }
            ?? AlarmRule(rawValue, title: rawValue, withSubject: "\(rawValue): %", severity: .note)
    }

    private static let section = "alarms."

    /// The name of its response as a setting of a run and a key of the configuration: "alarms.loss_spike".
    public var setting: String { Self.section + rawValue }

    /// The rule whose response is the setting `name`; nil for other settings.
    public init?(setting name: String) {
        guard name.hasPrefix(Self.section) else { return nil }
        let word = name.dropFirst(Self.section.count)
        guard let rule = Self.all.first(where: { $0.rawValue == word }) else { return nil }
        self = rule
    }

    /// Every rule, in the order in which alarms of one step are reported.
    public static let all = AlarmWatch.rules

    /// The title with its subject.
    ///
    /// - Parameter subject: a layer, a parameter or a measure; nil if there is none.
    public func title(of subject: String?) -> String {
        guard let subject else { return title }
        let parts = titleWithSubject.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: subject)
    }

    /// A value in the unit of the rule: 97%, 317, 12 s.
    public func text(_ value: Double) -> String {
        switch unit {
        case .number: NumberFormat.compact(value)
        case .share: NumberFormat.percent(value)
        case .seconds: "\(NumberFormat.compact(value, digits: 3)) s"
        case .stepsPerSecond: "\(NumberFormat.rate(value)) steps/s"
        }
    }

    public static func == (left: AlarmRule, right: AlarmRule) -> Bool { left.rawValue == right.rawValue }

    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
