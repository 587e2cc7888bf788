import Glibc

/// An exponential moving average with bias correction (Kingma and Ba, Adam, section 3).
struct MovingAverage {
    let decay: Double
    private var sum = 0.0
    /// The total weight of the values in the sum; it approaches 1.
    private var weight = 0.0

    /// - Parameter decay: 0 to below 1.
    init(decay: Double) { self.decay = decay }

    /// Nil before the first finite value.
    var value: Double? { weight > 0 ? sum / weight : nil }

    /// Adds a value `count` times; one that is not finite is skipped.
    mutating func add(_ value: Double, count: Int = 1) {
        guard value.isFinite, count > 0 else { return }
        let kept = count == 1 ? decay : pow(decay, Double(count))
        sum = kept * sum + (1 - kept) * value
        weight = kept * weight + (1 - kept)
    }
}
