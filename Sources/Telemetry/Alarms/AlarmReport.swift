/// An alarm of a run: raised, lasting, or over. The latest report of an alarm is complete.
public struct AlarmReport: Equatable, Sendable {
    /// The state of an alarm; the raw value is the name in lines.
    public enum State: String, CaseIterable, Sendable {
        case raised, lasting, over
    }

    public var rule: AlarmRule
    /// The layer, parameter or measure with the fault; nil for the whole run.
    public var subject: String?
    public var state: State
    /// The first step with the fault.
    public var since: Int
    /// The last step with the fault.
    public var step: Int
    /// Steps, inspections or evaluations with the fault.
    public var count: Int
    /// The worst value so far, in the unit of the rule.
    public var value: Double
    /// The usual value, or the one it is compared with; nil if there is none.
    public var usual: Double?

    public init(
        _ rule: AlarmRule,
        subject: String? = nil,
        state: State = .raised,
        since: Int,
        step: Int,
        count: Int = 1,
        value: Double,
        usual: Double? = nil
    ) {
        (self.rule, self.subject, self.state, self.since, self.step) = (rule, subject, state, since, step)
        (self.count, self.value, self.usual) = (count, value, usual)
    }

    public var isOver: Bool { state == .over }
    /// The fault and its subject.
    public var title: String { rule.title(of: subject) }

    /// The value in its unit: 97%, 317, 12 s.
    public var valueText: String { text(value) }
    /// The usual value in its unit; nil if there is none.
    public var usualText: String? { usual.map(text) }

    /// The value, with its name unless the title names it: "largest norm 0.77".
    public var namedValue: String { (rule.valueName.map { "\($0) " } ?? "") + valueText }
    /// The usual value with its name: "usual 1.2", "max_norm 1"; nil if there is none.
    public var namedUsual: String? { usualText.map { "\(rule.usualName) \($0)" } }

    /// The alarm as one line: title, first step if it lies before the step that raised it, value and usual value.
    public var summary: String {
        let beginning = since < step && state == .raised ? " since step \(NumberFormat.count(since))" : ""
        return "\(title)\(beginning), \(namedValue)" + (namedUsual.map { " (\($0))" } ?? "")
    }

    private func text(_ value: Double) -> String {
        let isShare = rule == .evaluationWorse && subject?.hasSuffix(" accuracy") ?? false
        return isShare ? NumberFormat.percent(value) : rule.text(value)
    }

    /// True for reports of one alarm.
    public func isSameAlarm(as other: AlarmReport) -> Bool {
        rule == other.rule && since == other.since && subject == other.subject
    }

    public static func == (left: AlarmReport, right: AlarmReport) -> Bool {
        left.isSameAlarm(as: right) && left.state == right.state && left.step == right.step
            && left.count == right.count && sameNumber(left.value, right.value) && sameNumber(left.usual, right.usual)
    }
}
