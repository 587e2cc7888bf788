/// An alarm of a run: raised, lasting, or over. The latest report of an alarm says all there is about it.
public struct AlarmReport: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case raised, lasting, over
    }

    public var rule: AlarmRule
    /// The layer, parameter or measure that it is about; nil for the run as a whole.
    public var subject: String?
    public var state: State
    /// The first step at which it was so.
    public var since: Int
    /// The last step at which it was found to be so.
    public var step: Int
    /// How many steps, looks or evaluations found it.
    public var count: Int
    /// The worst value so far, in the unit of the rule.
    public var value: Double
    /// What the value usually is, or what it is held against; nil where there is nothing of the kind.
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
    /// What is wrong, and with what.
    public var title: String { rule.title(of: subject) }

    /// The value as it is measured: 97%, 317, 12 s.
    public var valueText: String { text(value) }
    /// The usual value; nil where there is none.
    public var usualText: String? { usual.map(text) }

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
