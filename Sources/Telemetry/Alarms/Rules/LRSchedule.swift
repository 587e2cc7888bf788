/// Jumps of the learning rate by a tenth or more without a command. A gradual change, as in a warm-up, is not a jump.
struct LRSchedule: AlarmDetector {
    static let rule = AlarmRule.lrSchedule
    /// The least jump, as a share of the larger of the two rates.
    static let least = 1 - 1 / 1.1
    /// The least ratio of a jump to the largest recent change, and the steps needed before one is judged.
    static let standOut = 10.0
    static let memory = 10
    /// The number of consecutive jumps at equal distances that are reported: more are a decay by epochs.
    static let regularLimit = 3

    private var last: Double?
    /// The largest recent change (decaying), and the steps so far.
    private var drift = 0.0
    private var steps = 0
    private var lastJump: Int?
    private var distance: Int?
    private var regularJumps = 0
    /// The first step under a rate set by a command, until it has arrived.
    private var setStep: Int?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ alarms: inout ActiveAlarms) {
        guard let rate = step.lr else { return }
        if rate == last {
            steps += 1
            if drift > 0 { drift = drift > 1e-6 ? 0.8 * drift : 0 }
        } else {
            change(to: rate, at: step.step, &alarms)
        }
    }

    private mutating func change(to rate: Double, at step: Int, _ alarms: inout ActiveAlarms) {
        let before = last
        last = rate
        if let first = setStep, step >= first {
            setStep = nil
            return
        }
        guard let before, before > 0, rate > 0, rate < .infinity else { return (drift, steps) = (0, 0) }
        let size = abs(rate - before) / max(rate, before)
        let isJump = size >= Self.least && steps >= Self.memory && size > Self.standOut * drift
        steps += 1
        guard isJump else { return drift = max(0.8 * drift, size) }
        if isNews(step) { alarms.reportOnce(Self.rule, step: step, value: rate, usual: before) }
    }

    private mutating func isNews(_ step: Int) -> Bool {
        let now = lastJump.map { step - $0 }
        regularJumps = now != nil && now == distance ? regularJumps + 1 : 0
        (lastJump, distance) = (step, now)
        return regularJumps < Self.regularLimit - 1
    }

    mutating func observe(_ applied: Applied, _ alarms: inout ActiveAlarms) {
        if case .set("lr", _) = applied.request { setStep = applied.step }
    }
}
