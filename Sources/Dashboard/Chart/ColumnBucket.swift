/// The values of a series in one dot column.
struct ColumnBucket {
    var column: Int
    var bucket: Series.Bucket
    /// Steps covered by the latest bucket in it.
    var width: Int
}

extension Series {
    /// The dot columns that hold values, from the left.
    ///
    /// - Parameter count: the number of columns of the axis.
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
