/// Jumps of the learning rate by a tenth or more that no command has made. A rate that drifts, as in a warm-up, does not jump.
struct LRSchedule: AlarmDetector {
    static let rule = AlarmRule.lrSchedule
    /// As a share of the larger of two rates.
    static let least = 1 - 1 / 1.1
    /// How many times the largest change of the last steps a jump is, and how many steps must have come before it.
    static let standOut = 10.0
    static let memory = 10
    /// Jumps in a row at equal distances that are reported: more of them are a decay by epochs.
    static let regularLimit = 3

    private var last: Double?
    /// The largest change of late, and steps so far.
    private var drift = 0.0
    private var steps = 0
    private var lastJump: Int?
    private var distance: Int?
    private var regularJumps = 0
    /// The first step under a rate that was set by a command.
    private var setStep: Int?

    @inline(__always)
    mutating func observe(_ step: StepNumbers, of record: borrowing StepRecord, _ book: inout AlarmBook) {
        guard let rate = step.lr else { return }
        if rate == last {
            steps += 1
            if drift > 0 { drift = drift > 1e-6 ? 0.8 * drift : 0 }
        } else {
            change(to: rate, at: step.step, &book)
        }
    }

    private mutating func change(to rate: Double, at step: Int, _ book: inout AlarmBook) {
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
        if isNews(step) { book.note(Self.rule, step: step, value: rate, usual: before) }
    }

    private mutating func isNews(_ step: Int) -> Bool {
        let now = lastJump.map { step - $0 }
        regularJumps = now != nil && now == distance ? regularJumps + 1 : 0
        (lastJump, distance) = (step, now)
        return regularJumps < Self.regularLimit - 1
    }

    mutating func observe(_ applied: Applied, _ book: inout AlarmBook) {
        if case .set("lr", _) = applied.request { setStep = applied.step }
    }
}
