/// The rule that raised an alarm: one of those that watch a run here, or one that only the writer of the recording knows.
///
/// Two rules are equal when their words are.
public struct AlarmRule: RawRepresentable, Hashable, Sendable {
    /// The unit of the value that a rule reports.
    public enum Unit: Sendable {
        case number, share, seconds, stepsPerSecond
    }

    /// Which of several values an alarm keeps.
    public enum Extreme: Sendable {
        case highest, lowest, latest
    }

    /// How much it matters.
    public enum Severity: Int, Comparable, Sendable {
        /// Worth knowing, and often intended.
        case note
        /// Something is probably wrong.
        case warning
        /// All further results are worthless, or nothing is computed any more.
        case critical

        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// Its word on the wire and in the configuration.
    public let rawValue: String
    /// The fault in a few words.
    public let title: String
    /// The same with a subject in place of "%".
    let titleWithSubject: String
    public let severity: Severity
    /// The default response.
    public let defaultResponse: AlarmResponse
    public let unit: Unit
    public let extreme: Extreme
    /// The name of its value; nil where the title names it.
    public let valueName: String?
    /// The name of the value that it is compared with.
    public let usualName: String

    /// - Parameters:
    ///   - titleWithSubject: nil for the title, "in" and the subject.
    ///   - response: nil for the bell where the severity is critical, and a note elsewhere.
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

    /// The rule of a word; of one that is not known here, a note that is titled by it.
    public init(rawValue: String) {
        self =
            Self.all.first { $0.rawValue == rawValue }
            ?? AlarmRule(rawValue, title: rawValue, withSubject: "\(rawValue): %", severity: .note)
    }

    private static let section = "alarms."

    /// The name under which its response is a setting of a run and a key of the configuration.
    public var setting: String { Self.section + rawValue }

    /// The rule whose response is a setting; nil for other settings.
    public init?(setting name: String) {
        guard name.hasPrefix(Self.section) else { return nil }
        let word = name.dropFirst(Self.section.count)
        guard let rule = Self.all.first(where: { $0.rawValue == word }) else { return nil }
        self = rule
    }

    /// Every rule, in the order in which alarms of one step are reported.
    public static let all = AlarmWatch.rules

    /// The fault and its subject.
    ///
    /// - Parameter subject: a layer, a parameter or a measure; nil where there is none.
    public func title(of subject: String?) -> String {
        guard let subject else { return title }
        let parts = titleWithSubject.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: subject)
    }

    /// A value as it is measured, in the units of the rule: 97%, 317, 12 s.
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
