/// What happened to a series in the steps of one column of dots.
struct ColumnBucket {
    var column: Int
    var bucket: Series.Bucket
    /// Steps that the latest bucket in it covers.
    var width: Int
}

extension Series {
    /// The columns of an axis that hold values, from the left.
    ///
    /// - Parameter count: columns that the axis has.
    func columns(_ axis: StepAxis, of count: Int) -> [ColumnBucket] {
        guard count > 0 else { return [] }
        var columns: [ColumnBucket] = []
        var open = ColumnBucket(column: 0, bucket: Bucket(), width: 1)
        // The first step of the next column.
        var edge = Int.min
        forEachBucket(over: axis.steps) { steps, bucket in
            let step = max(steps.lowerBound, axis.first)
            if step < edge {
                open.bucket.merge(later: bucket)
            } else {
                if open.bucket.count > 0 { columns.append(open) }
                (open.column, open.bucket) = (axis.column(step, of: count), bucket)
                edge = max(axis.steps(open.column, of: count).upperBound, step + 1)
            }
            open.width = steps.count
        }
        if open.bucket.count > 0 { columns.append(open) }
        return columns
    }
}
