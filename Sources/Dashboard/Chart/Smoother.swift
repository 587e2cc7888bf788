/// Smooths a sequence of values.
struct Smoother {
    private var average: MovingAverage?
    private var median: RunningMedian?

    init(_ average: MovingAverage) { self.average = average }

    init(_ median: RunningMedian) { self.median = median }

    /// Adds the mean of `count` values; a non-finite one is skipped.
    ///
    /// - Returns: the smoothed value; nil before the first finite one.
    mutating func add(_ value: Double, count: Int) -> Double? {
        average?.add(value, count: count)
        median?.add(value)
        return average?.value ?? median?.value
    }
}
