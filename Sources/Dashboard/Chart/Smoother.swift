/// Smooths values one after another.
struct Smoother {
    private var average: MovingAverage?
    private var median: RunningMedian?

    init(_ average: MovingAverage) { self.average = average }

    init(_ median: RunningMedian) { self.median = median }

    /// Adds the mean over a number of values.
    ///
    /// - Returns: the smoothed value; nil while there is no finite one. Values that are not finite are skipped.
    mutating func add(_ value: Double, count: Int) -> Double? {
        average?.add(value, count: count)
        median?.add(value)
        return average?.value ?? median?.value
    }
}
