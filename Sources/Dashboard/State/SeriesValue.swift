/// A value of a series with its step.
struct SeriesValue: Sendable, Equatable {
    var step: Int
    var value: Double

    var bucket: Series.Bucket {
        var bucket = Series.Bucket()
        bucket.add(value)
        return bucket
    }

    static func == (left: SeriesValue, right: SeriesValue) -> Bool {
        left.step == right.step && left.value.bitPattern == right.value.bitPattern
    }
}
