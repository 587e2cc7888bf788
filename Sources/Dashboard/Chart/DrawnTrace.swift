/// A trace with the values in each column of a plot.
struct DrawnTrace {
    var trace: Trace
    var columns: [ColumnBucket]

    init(_ trace: Trace, _ axis: StepAxis, columns count: Int) {
        self.trace = trace
        columns = trace.series.columns(axis, of: count)
    }

    /// All columns as one bucket.
    var whole: Series.Bucket {
        var whole = Series.Bucket()
        for item in columns { whole.merge(later: item.bucket) }
        return whole
    }
}

extension Scaling {
    /// The share of the columns that a robust range excludes at either end.
    private static let outlierShare = 0.02

    /// A scale for the traces; nil if there is no finite value.
    ///
    /// - Parameter tried: a threshold that the scale includes if it is near.
    func scale(of traces: [DrawnTrace], reaching tried: TriedLevel? = nil) -> Scale? {
        let counted = traces.filter(\.trace.countsForScale)
        var range = Series.Bucket()
        for drawn in counted where !(isRobust && drawn.trace.isLevel) {
            let bucket = isRobust ? middle(of: drawn.columns) : drawn.whole
            if bucket.hasFinite { range.merge(later: bucket) }
        }
        guard range.hasFinite else { return nil }
        range = tried?.widened(range) ?? range
        let wantsLog = wantsLog(low: range.low, high: range.high)
        // A logarithmic axis has no 0: it ends at the lowest positive value, and 0 is drawn there.
        let low = wantsLog && range.low <= 0 ? lowestPositive(counted) ?? range.low : range.low
        return Scale(low: low, high: max(low, range.high), wantsLog: wantsLog)
    }

    private func middle(of columns: [ColumnBucket]) -> Series.Bucket {
        var ends: [Double] = []
        for item in columns where item.bucket.hasFinite { ends += [item.bucket.low, item.bucket.high] }
        ends.sort()
        var range = Series.Bucket()
        guard !ends.isEmpty else { return range }
        let left = Int(Double(ends.count) * Self.outlierShare)
        range.add(ends[left])
        range.add(ends[ends.count - 1 - left])
        return range
    }

    private func lowestPositive(_ traces: [DrawnTrace]) -> Double? {
        var lowest = Double.infinity
        for drawn in traces {
            for item in drawn.columns where item.bucket.high > 0 && item.bucket.hasFinite {
                lowest = min(lowest, item.bucket.low > 0 ? item.bucket.low : item.bucket.high)
            }
        }
        return lowest.isFinite ? lowest : nil
    }
}
