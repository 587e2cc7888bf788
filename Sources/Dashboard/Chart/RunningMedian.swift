import Telemetry

/// The median of the latest values; of an even number the lower of the middle two.
struct RunningMedian {
    let length: Int
    /// In the order they came, and by size.
    private var latest: [Double] = []
    private var sorted: [Double] = []
    private var oldest = 0

    /// - Parameter length: values looked back on, at least 1.
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
