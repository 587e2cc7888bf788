import Glibc
import Telemetry

extension Series {
    /// The smoothed value of each column that holds finite ones, from the left.
    ///
    /// It smooths single values in the recent past, and means of buckets before.
    ///
    /// - Parameter isLogarithmic: true to smooth the logarithms, for a logarithmic axis; values of 0 or less are skipped then.
    func smoothed(
        by smoothing: Smoothing,
        _ axis: StepAxis,
        of count: Int,
        isLogarithmic: Bool = false
    ) -> [(column: Int, value: Double)] {
        guard var smoother = smoothing.smoother(), count > 0 else { return [] }
        var columns: [(column: Int, value: Double)] = []
        let first = axis.first - min(max(smoothing.reach, axis.last - axis.first), axis.first - min(origin, axis.first))
        forEachBucket(over: first..<axis.last + 1) { steps, bucket in
            guard bucket.hasFinite, !isLogarithmic || bucket.mean > 0 else { return }
            let mean = isLogarithmic ? log(bucket.mean) : bucket.mean
            guard let taken = smoother.add(mean, count: bucket.count - bucket.nonFinite) else { return }
            guard steps.upperBound > axis.first else { return }
            let value = isLogarithmic ? exp(taken) : taken
            let column = axis.column(max(steps.lowerBound, axis.first), of: count)
            if columns.last?.column == column {
                columns[columns.count - 1].value = value
            } else {
                columns.append((column, value))
            }
        }
        return columns
    }
}
