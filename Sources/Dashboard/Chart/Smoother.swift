/// Smooths values one after another.
struct Smoother {
    private var average: MovingAverage?
    private var median: RunningMedian?

    init(_ average: MovingAverage) { self.average = average }

    init(_ median: RunningMedian) { self.median = median }

    /// Adds the mean over a number of values.
    ///
    /// - Returns: the smoothed value; nil while there is no finite one. Values that are not finite are skipped.
    mutating func take(_ value: Double, count: Int) -> Double? {
        average?.take(value, count: count)
        median?.take(value)
        return average?.value ?? median?.value
    }
}
