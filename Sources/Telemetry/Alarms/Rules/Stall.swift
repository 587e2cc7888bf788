/// A wait for the next step many times as long as usual, pauses excluded. The clock finds one that still lasts, the times
/// of the steps one that is over.
struct Stall: AlarmDetector {
    static let rule = AlarmRule.stall
    /// The least factor on the mean wait, and on the longest wait so far.
    static let usualTimes = 20.0
    static let longestTimes = 3.0
    static let leastSeconds = 10.0
    /// Waits needed before one is judged.
    static let leastWaits = 20

    private var last: (step: Int, time: Double)?
    private var waits = 0
    private var total = 0.0
    private var longest = 0.0
    private var isHeld = false
    /// The clock at the first tick after the latest step; nil before it.
    private var seen: Double?
    private var nextReport = 0.0

    /// The seconds without a step that are a stall; nil before `leastWaits` waits.
    private var limit: Double? {
        guard waits >= Self.leastWaits else { return nil }
        return max(Self.leastSeconds, Self.usualTimes * total / Double(waits), Self.longestTimes * longest)
    }

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        if let last, !isHeld {
            var wait = step.time - last.time
            if step.step > last.step + 1 { wait /= Double(step.step - last.step) }
            if wait > longest { judge(wait, step.step, last.step, &alarms) }
            if wait >= 0 {
                waits += 1
                total += wait
            }
        }
        last = (step.step, step.time)
        if seen != nil { finish(&alarms) }
    }

    private mutating func judge(_ wait: Double, _ step: Int, _ before: Int, _ alarms: inout ActiveAlarms) {
        if let limit, wait > limit {
            let usual = total / Double(waits)
            if alarms.active(Self.rule) == nil {
                alarms.raise(Self.rule, since: before, step: before, value: wait, usual: usual)
            }
            alarms.end(Self.rule)
        }
        longest = wait
    }

    private mutating func finish(_ alarms: inout ActiveAlarms) {
        seen = nil
        alarms.end(Self.rule)
    }

    mutating func tick(_ seconds: Double, _ alarms: inout ActiveAlarms) {
        guard let last, let limit, !isHeld else { return }
        guard let seen else { return (self.seen, nextReport) = (seconds, limit) }
        let wait = seconds - seen
        guard wait > nextReport else { return }
        nextReport = 2 * wait
        alarms.raise(Self.rule, since: last.step, step: last.step, value: wait, usual: total / Double(waits))
    }

    mutating func observe(_ applied: Applied, _ alarms: inout ActiveAlarms) {
        switch applied.request {
        case .pause, .stop: isHeld = true
        case .resume: isHeld = false
        // The run pauses again after these steps.
        case .advance: isHeld = true
        default: return
        }
        (last, seen) = (nil, nil)
        alarms.end(Self.rule)
    }

    mutating func rewind(to step: Int) { (last, seen) = (nil, nil) }
}
