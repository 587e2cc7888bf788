/// A stretch of a series once more, in finer buckets than the series has kept of it.
final class SeriesDetail: Sendable, Equatable {
    let places: ClosedRange<Int>
    let series: Series

    init(_ places: ClosedRange<Int>, _ series: Series) { (self.places, self.series) = (places, series) }

    static func == (left: SeriesDetail, right: SeriesDetail) -> Bool {
        left.places == right.places && left.series == right.series
    }
}

extension Series {
    /// The same with a stretch in finer buckets: reading it visits those there.
    ///
    /// - Parameter series: what came in the stretch.
    func refined(by series: Series, over places: ClosedRange<Int>) -> Series {
        var refined = self
        refined.detail = SeriesDetail(places, series)
        return refined
    }

    /// Visits the buckets of a range, the finer ones where there are any.
    ///
    /// A bucket with steps on both sides of where the finer ones begin or end is visited too: for what is outside.
    func forEachBucket(
        over steps: Range<Int>,
        finer detail: SeriesDetail,
        _ visit: (Range<Int>, Bucket) -> Void
    ) {
        let (first, end) = (detail.places.lowerBound, detail.places.upperBound + 1)
        if steps.lowerBound < first {
            forEachKeptBucket(over: steps.lowerBound..<min(first, steps.upperBound)) {
                visit($0.lowerBound..<min($0.upperBound, first), $1)
            }
        }
        detail.series.forEachKeptBucket(over: steps.clamped(to: first..<end), visit)
        if steps.upperBound > end {
            forEachKeptBucket(over: max(end, steps.lowerBound)..<steps.upperBound) {
                visit(max($0.lowerBound, end)..<$0.upperBound, $1)
            }
        }
    }
}
