import Glibc

/// Finds single numbers far above those before them: above the median of the last 200 by 5.5 robust standard deviations of
/// their logarithms (1.4826 · MAD).
///
/// On the gradient norms of a sound nanoGPT run it finds nothing, and each step's norm times three, once the first 240
/// steps are over, in which the norm falls to a fourth. Of six deviations the latter does not hold.
struct SpikeDetector: Sendable {
    static let window = 200
    /// Numbers that must have come before one is judged.
    static let least = 50
    /// How many robust standard deviations make a spike.
    static let deviations = 5.5 * 1.4826
    /// Numbers in a row that are far below the limit again and end the alarm.
    static let patience = 10
    /// Steps without a spike for which the alarm of spikes that keep coming lasts at most, and those after an alarm within
    /// which the next one is of this kind.
    static let (mostRest, memory) = (1000, 5000)

    /// Numbers for which the limit is assumed to be unchanged, where it matters, and where nothing is near it.
    private static let (exact, near, far) = (8, 25, 2 * window)

    private let rule: AlarmRule
    /// The least logarithm of value / median that counts: numbers that hardly move would otherwise alarm when they do.
    private let leastRise: Double
    private var recent = RecentNumbers(capacity: Self.window)
    private var median = Double.nan
    /// The logarithm of limit / median.
    private var rise = 0.0
    /// Values up to this one are no spikes, whatever the limit has become since it was found.
    private var suspicion = Double.infinity
    /// Numbers since the limit was found, and how many there will be before it is found again.
    private var age = 0
    private var interval = Self.least
    private var isActive = false
    private var calm = 0
    /// The step of the latest spike, and the steps after it for which its alarm lasts: ten times as many with each alarm that
    /// soon follows another.
    private(set) var lastSpike: Int?
    private var rest = 0
    /// Values below this one are far below the limit.
    private var calmLimit = 0.0

    /// - Parameter leastFactor: how many times the median a spike is at least.
    init(_ rule: AlarmRule, leastFactor: Double) {
        self.rule = rule
        leastRise = log(leastFactor)
    }

    /// Judges the number of a step. Those that are not finite or not above 0 have no logarithm, and are left out.
    @inline(__always)
    mutating func observe(_ value: Double, step: Int, _ book: inout AlarmBook) {
        guard value > 0, value < .infinity else { return }
        if value > suspicion { judge(value, step: step, &book) } else if isActive { settle(value, step: step, &book) }
        recent.append(value, step: step)
        age += 1
        if age >= interval { findLimit() }
    }

    private mutating func judge(_ value: Double, step: Int, _ book: inout AlarmBook) {
        if age >= Self.exact { findLimit() }
        guard log(value / median) > rise else {
            if isActive { settle(value, step: step, &book) }
            return
        }
        if !isActive {
            let isRepeated = lastSpike.map { step - $0 <= Self.memory } ?? false
            rest = isRepeated ? min(Self.mostRest, max(10 * rest, Self.patience)) : 0
        }
        (isActive, calm, lastSpike) = (true, 0, step)
        book.hold(rule, step: step, value: value, usual: median)
    }

    /// Counts a number that is not a spike while the alarm lasts.
    private mutating func settle(_ value: Double, step: Int, _ book: inout AlarmBook) {
        calm = value < calmLimit ? calm + 1 : 0
        guard calm >= Self.patience, step - (lastSpike ?? step) >= rest else { return }
        isActive = false
        book.end(rule)
    }

    /// Finds the limit, and sets the suspicion at three quarters of the way to it, so that what the limit does until the next
    /// time hardly matters. The less it has moved, the longer that is.
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
