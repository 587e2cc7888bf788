/// A series with its style.
struct Trace {
    enum Style: Equatable {
        /// A line from value to value, across steps without one.
        case line
        /// A staircase, above everything else.
        case threshold
        /// A sparsely dotted staircase, for an unused threshold.
        case idleThreshold
        /// A mark for each value, a larger one for the lowest.
        case points
        /// A line of steps removed by a rewind; values beyond the scale of the others are not drawn.
        case rewoundSteps
    }

    var series: Series
    var role: Role
    var style = Style.line
    /// True if the series is worth smoothing.
    var isNoisy = true

    /// True if the scale must include it.
    var countsForScale: Bool { style != .idleThreshold && style != .rewoundSteps }
    /// True for a threshold, in use or not.
    var isLevel: Bool { style == .threshold || style == .idleThreshold }
}

extension Canvas {
    /// Draws a series: within a dot column from its lowest to its highest value, joined to the column before.
    mutating func draw(_ trace: Trace, _ columns: [ColumnBucket], role: Role, _ axis: StepAxis, _ scale: Scale) {
        switch trace.style {
        case .line: stroke(columns, role, scale, skipsOutside: false)
        case .rewoundSteps: stroke(columns, role, scale, skipsOutside: true)
        case .threshold: staircase(columns, role, axis, scale, dots: (1, 0))
        case .idleThreshold: staircase(columns, role, axis, scale, dots: (1, 5))
        case .points: break
        }
    }

    /// Joins values, each in its column; values beyond the scale interrupt the line.
    mutating func join(_ values: [(column: Int, value: Double)], _ role: Role, _ scale: Scale) {
        var previous: (column: Int, row: Int)?
        for (column, value) in values {
            guard value >= scale.low, value <= scale.high else {
                previous = nil
                continue
            }
            let point = (column: column, row: scale.row(value, of: rows))
            line(previous ?? point, point, role)
            previous = point
        }
    }

    private mutating func stroke(_ columns: [ColumnBucket], _ role: Role, _ scale: Scale, skipsOutside: Bool) {
        var previous: (column: Int, top: Int, bottom: Int, last: Int)?
        for item in columns {
            let (column, bucket) = (item.column, item.bucket)
            guard bucket.hasFinite else {
                // A non-finite value breaks the line; a step without a value does not.
                if bucket.nonFinite > 0 { previous = nil }
                continue
            }
            if skipsOutside, bucket.low > scale.high || bucket.high < scale.low {
                previous = nil
                continue
            }
            var top = scale.row(bucket.high, of: rows)
            var bottom = scale.row(bucket.low, of: rows)
            let ends = (top, bottom)
            let last = bucket.last.isFinite ? scale.row(bucket.last, of: rows) : bottom
            if let before = previous {
                if column - before.column > 1 {
                    line((before.column, before.last), (column, last), role)
                } else {
                    if before.bottom < top { top = before.bottom + 1 }
                    if before.top > bottom { bottom = before.top - 1 }
                }
            }
            vertical(column, min(top, bottom), max(top, bottom), role)
            previous = (column, ends.0, ends.1, last)
        }
    }

    /// A value that holds until it changes: level stretches, upright at a change.
    private mutating func staircase(
        _ columns: [ColumnBucket],
        _ role: Role,
        _ axis: StepAxis,
        _ scale: Scale,
        dots: (on: Int, off: Int)
    ) {
        let period = dots.on + dots.off
        var previous: (column: Int, row: Int)?
        for item in columns where item.bucket.hasFinite && scale.shows(item.bucket) {
            let (column, bucket) = (item.column, item.bucket)
            let row = scale.row(bucket.last.isFinite ? bucket.last : bucket.high, of: rows)
            // A gap wider than a bucket is a stretch without the value.
            let gap = Int(Double(self.columns) * Double(item.width) / Double(max(axis.last - axis.first, 1))) + 2
            if let before = previous, column - before.column <= gap {
                for between in before.column + 1..<max(column, before.column + 1) where between % period < dots.on {
                    dot(between, before.row, role)
                }
                if before.row != row { vertical(column, before.row, row, role) }
            }
            if column % period < dots.on { dot(column, row, role) }
            let (top, bottom) = (scale.row(bucket.high, of: rows), scale.row(bucket.low, of: rows))
            if top != bottom { vertical(column, top, bottom, role) }
            previous = (column, row)
        }
    }
}

extension Scale {
    /// True if a value of the bucket may lie within the scale.
    func shows(_ bucket: Series.Bucket) -> Bool { bucket.low <= high && bucket.high >= low }
}
