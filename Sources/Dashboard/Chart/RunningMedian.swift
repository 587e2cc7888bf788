import Telemetry

/// The median of the latest values; for an even count the lower middle one.
struct RunningMedian {
    let length: Int
    /// A ring buffer of the values in order of arrival.
    private var latest: [Double] = []
    /// The same values in ascending order.
    private var sorted: [Double] = []
    private var oldest = 0

    /// - Parameter length: the number of values, at least 1.
    init(length: Int) { self.length = length }

    /// Nil before the first finite value.
    var value: Double? { sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] }

    /// Adds a value; one that is not finite is skipped.
    mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        if latest.count == length {
            sorted.remove(at: sorted.partitioningIndex { $0 >= latest[oldest] })
            latest[oldest] = value
            oldest = (oldest + 1) % length
        } else {
            latest.append(value)
        }
        sorted.insert(value, at: sorted.partitioningIndex { $0 >= value })
    }
}
