/// Steps in a row with finite numbers, after one with others: enough of them end the alarm.
struct SoundSteps: Sendable {
    static let patience = 10

    private(set) var isActive = false
    private var count = 0

    mutating func fail() { (isActive, count) = (true, 0) }

    mutating func pass(_ rule: AlarmRule, _ book: inout AlarmBook) {
        count += 1
        guard count >= Self.patience else { return }
        isActive = false
        book.end(rule)
    }
}
