import Telemetry

/// A series as it is drawn.
struct Trace {
    var series: Series
    var role: Role
    /// Level until it changes, upright at a change, and over everything else.
    var isThreshold = false
    /// Draws a few dots only, as a threshold out of use is drawn.
    var isFaint = false
    /// Marks each of its values, over the other series: there are few of them.
    var hasPoints = false
    /// Was taken back: what does not fit the scale of the others is left out.
    var isTakenBack = false

    /// True when the scale is made for it.
    var countsForScale: Bool { !isFaint && !isTakenBack }
    /// True for a threshold, in use or not.
    var isLevel: Bool { isThreshold || isFaint }
}

extension Canvas {
    /// Draws a series: within a dot column from its lowest to its highest value, joined to the column before.
    mutating func draw(_ trace: Trace, _ axis: StepAxis, _ scale: Scale) {
        if trace.isLevel {
            staircase(trace, axis, scale)
        } else {
            stroke(trace, axis, scale)
        }
    }

    /// Marks the values of a series.
    mutating func points(_ trace: Trace, _ axis: StepAxis, _ scale: Scale) {
        forEachColumn(trace.series, axis) { canvas, column, bucket, _ in
            guard bucket.last.isFinite else { return }
            canvas.point(column, canvas.row(bucket.last, scale), trace.role)
        }
    }

    private func row(_ value: Double, _ scale: Scale) -> Int {
        rows - 1 - Int((scale.position(value) * Double(rows - 1)).rounded())
    }

    private mutating func stroke(_ trace: Trace, _ axis: StepAxis, _ scale: Scale) {
        var previous: (column: Int, top: Int, bottom: Int, last: Int)?
        forEachColumn(trace.series, axis) { canvas, column, bucket, _ in
            guard bucket.hasFinite else {
                // A non-finite value breaks the line; a step without a value does not.
                if bucket.nonFinite > 0 { previous = nil }
                return
            }
            if trace.isTakenBack, bucket.low > scale.high || bucket.high < scale.low {
                previous = nil
                return
            }
            var top = canvas.row(bucket.high, scale)
            var bottom = canvas.row(bucket.low, scale)
            let last = bucket.last.isFinite ? canvas.row(bucket.last, scale) : bottom
            if let before = previous {
                if column - before.column > 1 {
                    canvas.line((before.column, before.last), (column, last), trace.role)
                } else {
                    if before.bottom < top { top = before.bottom + 1 }
                    if before.top > bottom { bottom = before.top - 1 }
                }
            }
            canvas.vertical(column, min(top, bottom), max(top, bottom), trace.role)
            previous = (column, canvas.row(bucket.high, scale), canvas.row(bucket.low, scale), last)
        }
    }

    /// A value that holds until it changes: level stretches, upright at a change.
    private mutating func staircase(_ trace: Trace, _ axis: StepAxis, _ scale: Scale) {
        let (on, off) = trace.isFaint ? (1, 5) : (1, 0)
        var previous: (column: Int, row: Int)?
        forEachColumn(trace.series, axis) { canvas, column, bucket, width in
            guard bucket.hasFinite else { return }
            let row = canvas.row(bucket.last.isFinite ? bucket.last : bucket.high, scale)
            // A wider gap than a bucket's is a stretch in which the value was not there.
            let gap = Int(Double(canvas.columns) * Double(width) / Double(max(axis.last - axis.first, 1))) + 2
            if let before = previous, column - before.column <= gap {
                for between in before.column + 1..<max(column, before.column + 1) where between % (on + off) < on {
                    canvas.dot(between, before.row, trace.role)
                }
                if before.row != row { canvas.vertical(column, before.row, row, trace.role) }
            }
            if column % (on + off) < on { canvas.dot(column, row, trace.role) }
            let (top, bottom) = (canvas.row(bucket.high, scale), canvas.row(bucket.low, scale))
            if top != bottom { canvas.vertical(column, top, bottom, trace.role) }
            previous = (column, row)
        }
    }

    /// Visits the dot columns that hold values, from the left: with the column, what happened in it, and how many steps the
    /// latest bucket in it covers.
    private mutating func forEachColumn(
        _ series: Series,
        _ axis: StepAxis,
        _ visit: (inout Canvas, Int, Series.Bucket, Int) -> Void
    ) {
        guard columns > 0 else { return }
        var (column, merged, width) = (0, Series.Bucket(), 1)
        // The first step of the next column.
        var edge = Int.min
        series.forEachBucket(over: axis.first..<axis.last + 1) { steps, bucket in
            let step = max(steps.lowerBound, axis.first)
            if step < edge {
                merged.merge(later: bucket)
            } else {
                if merged.count > 0 { visit(&self, column, merged, width) }
                (column, merged) = (axis.column(step, of: columns), bucket)
                edge = max(axis.steps(column, of: columns).upperBound, step + 1)
            }
            width = steps.count
        }
        if merged.count > 0 { visit(&self, column, merged, width) }
    }
}
