/// Consecutive steps with finite numbers after one without: `patience` of them end the alarm.
struct RecoveryStreak: Sendable {
    static let patience = 10

    private(set) var isActive = false
    private var count = 0

    mutating func fail() { (isActive, count) = (true, 0) }

    mutating func pass(_ rule: AlarmRule, _ alarms: inout ActiveAlarms) {
        count += 1
        guard count >= Self.patience else { return }
        isActive = false
        alarms.end(rule)
    }
}
