/// A stretch of a series in finer buckets than the series has kept.
final class SeriesDetail: Sendable, Equatable {
    let positions: ClosedRange<Int>
    let series: Series

    init(_ positions: ClosedRange<Int>, _ series: Series) { (self.positions, self.series) = (positions, series) }

    static func == (left: SeriesDetail, right: SeriesDetail) -> Bool {
        left.positions == right.positions && left.series == right.series
    }
}

extension Series {
    /// The series with a stretch in finer buckets, which are visited instead of its own.
    ///
    /// - Parameter series: the values of the stretch.
    func refined(by series: Series, over positions: ClosedRange<Int>) -> Series {
        var refined = self
        refined.detail = SeriesDetail(positions, series)
        return refined
    }

    /// Visits the buckets of a range, within the stretch the finer ones.
    ///
    /// A bucket that extends beyond the stretch is visited for the steps outside.
    func forEachBucket(
        over steps: Range<Int>,
        finer detail: SeriesDetail,
        _ visit: (Range<Int>, Bucket) -> Void
    ) {
        let (first, end) = (detail.positions.lowerBound, detail.positions.upperBound + 1)
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
