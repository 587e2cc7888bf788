import Glibc

/// Finds single numbers far above the preceding ones: above the median of the last 200 by 5.5 robust standard deviations of
/// their logarithms (1.4826 · MAD).
///
/// On the gradient norms of a healthy nanoGPT run it raises no alarm, and after the first 240 steps, in which the norm falls
/// to a quarter, it finds any single norm that is tripled. With six deviations it misses some of these.
struct SpikeDetector: Sendable {
    static let window = 200
    /// Numbers needed before one is judged.
    static let least = 50
    /// The least distance of a spike from the median, in MADs.
    static let deviations = 5.5 * 1.4826
    /// Consecutive numbers far below the limit that end the alarm.
    static let patience = 10
    /// The most steps without a spike for which the alarm of repeated spikes lasts, and the steps after an alarm within which
    /// the next spike counts as repeated.
    static let (mostRest, memory) = (1000, 5000)

    /// Numbers until the limit is computed again: for a suspicious number, while it changes, and while it is steady.
    private static let (exact, near, far) = (8, 25, 2 * window)

    private let rule: AlarmRule
    /// The least ln(value / median) of a spike, so that nearly constant numbers raise no alarm.
    private let leastRise: Double
    private var recent = RecentNumbers(capacity: Self.window)
    private var median = Double.nan
    /// The logarithm of limit / median.
    private var rise = 0.0
    /// Values up to this are not spikes, even if the limit has moved since it was computed.
    private var suspicion = Double.infinity
    /// Numbers since the limit was computed, and numbers until it is computed again.
    private var age = 0
    private var interval = Self.least
    private var isActive = false
    private var calm = 0
    /// The step of the latest spike, and the steps after it for which its alarm lasts: ten times as many for each repeated one.
    private(set) var lastSpike: Int?
    private var rest = 0
    /// Values below this are far below the limit.
    private var calmLimit = 0.0

    /// - Parameter leastFactor: the least ratio of a spike to the median.
    init(_ rule: AlarmRule, leastFactor: Double) {
        self.rule = rule
        leastRise = log(leastFactor)
    }

    /// Judges the number of a step. Numbers that are not finite or not above 0 have no logarithm and are skipped.
    @inline(__always)
    mutating func observe(_ value: Double, step: Int, _ alarms: inout ActiveAlarms) {
        guard value > 0, value < .infinity else { return }
        if value > suspicion {
            judge(value, step: step, &alarms)
        } else if isActive {
            settle(value, step: step, &alarms)
        }
        recent.append(value, step: step)
        age += 1
        if age >= interval { findLimit() }
    }

    private mutating func judge(_ value: Double, step: Int, _ alarms: inout ActiveAlarms) {
        if age >= Self.exact { findLimit() }
        guard log(value / median) > rise else {
            if isActive { settle(value, step: step, &alarms) }
            return
        }
        if !isActive {
            let isRepeated = lastSpike.map { step - $0 <= Self.memory } ?? false
            rest = isRepeated ? min(Self.mostRest, max(10 * rest, Self.patience)) : 0
        }
        (isActive, calm, lastSpike) = (true, 0, step)
        alarms.raise(rule, step: step, value: value, usual: median)
    }

    /// Counts a number that is not a spike while the alarm lasts.
    private mutating func settle(_ value: Double, step: Int, _ alarms: inout ActiveAlarms) {
        calm = value < calmLimit ? calm + 1 : 0
        guard calm >= Self.patience, step - (lastSpike ?? step) >= rest else { return }
        isActive = false
        alarms.end(rule)
    }

    /// Computes the limit, and sets the suspicion at three quarters of the way to it, a margin for its changes until the next
    /// computation. The steadier the limit, the later that is.
    private mutating func findLimit() {
        let last = suspicion
        let deviation: Double
        (median, deviation) = recent.logMedian
        rise = max(Self.deviations * deviation, leastRise)
        suspicion = median * exp(0.75 * rise)
        calmLimit = median * exp(0.5 * rise)
        let isSteady = abs(log(suspicion / last)) < rise / 8
        interval = isSteady ? min(2 * interval, Self.far) : max(interval / 2, Self.near)
        age = 0
    }

    mutating func rewind(to step: Int) {
        recent.rewind(to: step)
        (isActive, calm, interval, age) = (false, 0, Self.near, 0)
        (lastSpike, rest) = (nil, 0)
        if recent.count >= Self.least {
            findLimit()
        } else {
            (suspicion, interval) = (.infinity, Self.least - recent.count)
        }
    }
}
