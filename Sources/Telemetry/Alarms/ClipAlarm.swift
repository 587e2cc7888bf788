/// The alarm of a clipping rule, which checks every step and reports steps in batches.
struct ClipAlarm: Sendable {
    /// Steps between two reports of an active alarm.
    private static let interval = 64

    private let rule: AlarmRule
    private(set) var isActive = false
    /// The last step with the fault, and the number of steps not reported yet.
    private var (last, unreported) = (0, 0)

    init(_ rule: AlarmRule) { self.rule = rule }

    /// True when the next report of an active alarm is due.
    var isDue: Bool { unreported == Self.interval }

    /// Adds a step with the fault.
    @inline(__always)
    mutating func append(_ step: Int) { (last, unreported) = (step, unreported + 1) }

    /// Raises the alarm, or continues it.
    ///
    /// - Parameter count: steps in a row with the fault.
    mutating func raise(_ count: Int, value: Double, usual: Double?, _ alarms: inout ActiveAlarms) {
        isActive = true
        alarms.raise(
            rule,
            since: last - count + 1,
            step: last,
            count: count,
            more: unreported,
            value: value,
            usual: usual
        )
        unreported = 0
    }

    mutating func end(_ alarms: inout ActiveAlarms) {
        if isActive { alarms.end(rule, after: last, more: unreported) }
        (isActive, unreported) = (false, 0)
    }
}
