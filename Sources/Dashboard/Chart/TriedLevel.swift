/// A threshold that is being tried: a dotted line, with the parts that it would have clipped above it.
struct TriedLevel {
    var value: Double
    /// The first position for which clipped parts are shown.
    var from: Int

    /// The largest ratio of the line to the values, up or down, at which the scale still includes it.
    private static let reach = 10.0

    /// A range of values, widened to include the line if that is near.
    func widened(_ range: Series.Bucket) -> Series.Bucket {
        guard range.hasFinite, value > 0, value <= range.high * Self.reach, value >= range.low / Self.reach else {
            return range
        }
        var widened = range
        widened.low = min(range.low, value)
        widened.high = max(range.high, value)
        return widened
    }
}

extension Canvas {
    /// - Parameter values: the values that the threshold applies to.
    mutating func draw(_ tried: TriedLevel, over values: [ColumnBucket], _ axis: StepAxis, _ scale: Scale) {
        guard scale.shows(Series.Bucket(tried.value)) else { return }
        let level = scale.row(tried.value, of: rows)
        for column in stride(from: 0, to: columns, by: columns > width ? 3 : 2) { dot(column, level, .whatIf) }
        for item in values where item.bucket.hasFinite && item.bucket.high > tried.value {
            guard axis.position(item.column, of: columns) >= tried.from else { continue }
            let bottom = min(level, scale.row(max(item.bucket.low, tried.value), of: rows))
            vertical(item.column, scale.row(item.bucket.high, of: rows), bottom, .whatIf)
        }
    }
}

extension Series.Bucket {
    fileprivate init(_ value: Double) {
        self.init()
        add(value)
    }
}
