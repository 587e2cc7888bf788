/// Consecutive inspected steps with the fault of a rule. The rule decides when they raise an alarm; a step without the fault
/// ends the streak. Some numbers are measured on every k-th step only.
struct FaultStreak: Sendable {
    let rule: AlarmRule
    /// The first step of the streak; nil while there is none.
    private(set) var since: Int?
    /// Inspected steps of the streak.
    private(set) var count = 0
    private(set) var isActive = false

    init(_ rule: AlarmRule) { self.rule = rule }

    /// Adds a step with the fault.
    mutating func append(_ step: Int) {
        since = since ?? step
        count += 1
    }

    /// Raises the alarm, or continues it.
    mutating func raise(_ subject: String?, step: Int, value: Double, usual: Double?, _ alarms: inout ActiveAlarms) {
        isActive = true
        alarms.raise(rule, subject: subject, since: since, step: step, count: count, value: value, usual: usual)
    }

    /// Ends the streak and its alarm.
    mutating func end(_ alarms: inout ActiveAlarms) {
        if isActive { alarms.end(rule) }
        reset()
    }

    /// Forgets the streak without ending its alarm.
    mutating func reset() { self = FaultStreak(rule) }
}
