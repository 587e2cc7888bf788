/// Steps in a row in which a rule finds its fault: they raise an alarm when the rule says so, and a step without the fault
/// ends them. Some rules look at every k-th step only, which has what they need.
struct FaultStreak: Sendable {
    let rule: AlarmRule
    /// The first step of the streak; nil while there is none.
    private(set) var since: Int?
    /// Steps of the streak that were looked at.
    private(set) var count = 0
    private(set) var isActive = false

    init(_ rule: AlarmRule) { self.rule = rule }

    /// Adds a step with the fault.
    mutating func append(_ step: Int) {
        since = since ?? step
        count += 1
    }

    /// Raises the alarm, or reports that it lasts.
    mutating func hold(_ subject: String?, step: Int, value: Double, usual: Double?, _ book: inout AlarmBook) {
        isActive = true
        book.hold(rule, subject: subject, since: since, step: step, count: count, value: value, usual: usual)
    }

    /// Ends the streak, and its alarm.
    mutating func end(_ book: inout AlarmBook) {
        if isActive { book.end(rule) }
        reset()
    }

    /// Forgets the streak; its alarm is ended by others.
    mutating func reset() { self = FaultStreak(rule) }
}
