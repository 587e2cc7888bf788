/// The alarm of a rule about clipping, which looks at every step and reports the steps in batches.
struct ClipAlarm: Sendable {
    /// Steps between two reports while it lasts.
    private static let interval = 64

    private let rule: AlarmRule
    private(set) var isActive = false
    /// The last step with the fault, and the number of those that are not reported yet.
    private var (last, unreported) = (0, 0)

    init(_ rule: AlarmRule) { self.rule = rule }

    /// True when a report of a lasting alarm is due.
    var isDue: Bool { unreported == Self.interval }

    /// Adds a step with the fault.
    @inline(__always)
    mutating func append(_ step: Int) { (last, unreported) = (step, unreported + 1) }

    /// Raises the alarm, or reports that it lasts.
    ///
    /// - Parameter count: steps in a row with the fault.
    mutating func hold(_ count: Int, value: Double, usual: Double?, _ book: inout AlarmBook) {
        isActive = true
        book.hold(
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

    mutating func end(_ book: inout AlarmBook) {
        if isActive { book.end(rule, after: last, more: unreported) }
        (isActive, unreported) = (false, 0)
    }
}
