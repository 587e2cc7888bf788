/// Waits for a step of many times what one takes, pauses apart: found by the clock while it lasts, and by the times of the
/// steps when it is over.
struct Stall: AlarmDetector {
    static let rule = AlarmRule.stall
    /// How many times the usual time, and how many times the longest wait so far.
    static let usualTimes = 20.0
    static let longestTimes = 3.0
    static let leastSeconds = 10.0
    /// Waits needed to know the usual one.
    static let leastWaits = 20

    private var last: (step: Int, time: Double)?
    private var waits = 0
    private var total = 0.0
    private var longest = 0.0
    private var isHeld = false
    /// The clock when the latest step was first seen there.
    private var seen: Double?
    private var nextReport = 0.0

    /// Seconds without a step that are a stall; nil while nothing is known.
    private var limit: Double? {
        guard waits >= Self.leastWaits else { return nil }
        return max(Self.leastSeconds, Self.usualTimes * total / Double(waits), Self.longestTimes * longest)
    }

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        if let last, !isHeld {
            var wait = step.time - last.time
            if step.step > last.step + 1 { wait /= Double(step.step - last.step) }
            if wait > longest { judge(wait, step.step, last.step, &book) }
            if wait >= 0 {
                waits += 1
                total += wait
            }
        }
        last = (step.step, step.time)
        if seen != nil { finish(&book) }
    }

    private mutating func judge(_ wait: Double, _ step: Int, _ before: Int, _ book: inout AlarmBook) {
        if let limit, wait > limit {
            let usual = total / Double(waits)
            if book.active(Self.rule) == nil {
                book.hold(Self.rule, since: before, step: before, value: wait, usual: usual)
            }
            book.end(Self.rule)
        }
        longest = wait
    }

    private mutating func finish(_ book: inout AlarmBook) {
        seen = nil
        book.end(Self.rule)
    }

    mutating func tick(_ seconds: Double, _ book: inout AlarmBook) {
        guard let last, let limit, !isHeld else { return }
        guard let seen else { return (self.seen, nextReport) = (seconds, limit) }
        let wait = seconds - seen
        guard wait > nextReport else { return }
        nextReport = 2 * wait
        book.hold(Self.rule, since: last.step, step: last.step, value: wait, usual: total / Double(waits))
    }

    mutating func observe(_ applied: Applied, _ book: inout AlarmBook) {
        switch applied.request {
        case .pause, .stop: isHeld = true
        case .resume: isHeld = false
        // It is held again when the steps are done.
        case .advance: isHeld = true
        default: return
        }
        (last, seen) = (nil, nil)
        book.end(Self.rule)
    }

    mutating func rewind(to step: Int) { (last, seen) = (nil, nil) }
}
