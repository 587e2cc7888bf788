import Telemetry

/// Series over steps: a title with the latest figures, an axis on the left, strokes, and marks where something happened.
struct Chart: View {
    /// Columns that the labels of the left axis take, the axis itself included.
    static let gutter = 8

    /// A place on the step axis: a label on the top row and a dotted line below it.
    struct Mark {
        var step: Int
        var label: String
        var role: Role
    }

    var title: [Line]
    var traces: [Trace]
    /// Series whose non-finite values are marked with a cross.
    var watched: [Series] = []
    var marks: [Mark] = []
    var axis: StepAxis
    var wantsLog: Bool
    var glyphs: GlyphSet

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        Heading(groups: title).draw(into: &grid, area)
        var plot = Rect(
            column: area.column + Self.gutter,
            row: area.row + 1,
            width: area.width - Self.gutter,
            height: area.height - 1
        )
        guard !plot.isEmpty else { return }
        guard let scale = scale() else {
            drawAxis(into: &grid, plot, nil)
            drawCrosses(into: &grid, plot)
            return
        }
        // Labels have a row of their own above the strokes.
        let labels = plot
        if !marks.isEmpty, plot.height > 3 { plot = plot.dropping(rows: 1) }
        drawAxis(into: &grid, plot, scale)
        drawMarkLines(into: &grid, plot)
        if labels != plot { grid[plot.column - 1, labels.row] = Cell("│", .frame) }
        var canvas = Canvas(width: plot.width, height: plot.height, glyphs: glyphs)
        for trace in traces where !trace.isLevel { canvas.draw(trace, axis, scale) }
        canvas.draw(into: &grid, column: plot.column, row: plot.row)
        // Thresholds and points take their cells whole: within a crowd of dots they would not be seen.
        var above = Canvas(width: plot.width, height: plot.height, glyphs: glyphs)
        for trace in traces where trace.isLevel { above.draw(trace, axis, scale) }
        for trace in traces where trace.hasPoints { above.points(trace, axis, scale) }
        above.draw(into: &grid, column: plot.column, row: plot.row)
        drawMarkLabels(into: &grid, labels)
        drawCrosses(into: &grid, plot)
    }

    /// A scale over all finite values of all traces; nil while there are none.
    private func scale() -> Scale? {
        var whole = Series.Bucket()
        for trace in traces where trace.countsForScale {
            let bucket = trace.series.whole
            if bucket.hasFinite { whole.merge(later: bucket) }
        }
        guard whole.hasFinite else { return nil }
        // A value of 0 has no place on a logarithmic axis: the axis ends at the lowest positive value, and 0 lies on it.
        let low = wantsLog && whole.low <= 0 ? lowestPositive() ?? whole.low : whole.low
        return Scale(low: low, high: whole.high, wantsLog: wantsLog)
    }

    private func lowestPositive() -> Double? {
        var lowest = Double.infinity
        for trace in traces where trace.countsForScale {
            trace.series.forEachBucket(over: trace.series.steps) { _, bucket in
                guard bucket.high > 0 else { return }
                lowest = min(lowest, bucket.low > 0 ? bucket.low : bucket.high)
            }
        }
        return lowest.isFinite ? lowest : nil
    }

    private func drawAxis(into grid: inout CellGrid, _ plot: Rect, _ scale: Scale?) {
        for row in plot.row..<plot.row + plot.height { grid[plot.column - 1, row] = Cell("│", .frame) }
        guard let scale else { return }
        var lastRow = Int.max
        let ticks = scale.ticks(limit: max(2, plot.height / 2))
        for (tick, label) in zip(ticks, Figure.axis(ticks, width: Self.gutter - 1)) {
            let row = plot.row + plot.height - 1 - Int((scale.position(tick) * Double(plot.height - 1)).rounded())
            guard row < lastRow else { continue }
            lastRow = row
            grid[plot.column - 1, row] = Cell("┤", .frame)
            grid.write(endingAt: plot.column - 1, label, row, limit: Self.gutter - 1, .faint)
        }
    }

    private func cellColumn(_ step: Int, _ plot: Rect) -> Int {
        plot.column + axis.column(step, of: plot.width * glyphs.dotColumns) / glyphs.dotColumns
    }

    private func drawMarkLines(into grid: inout CellGrid, _ plot: Rect) {
        for mark in marks where mark.step >= axis.first && mark.step <= axis.last {
            let column = cellColumn(mark.step, plot)
            for row in plot.row..<plot.row + plot.height { grid[column, row] = Cell("┊", .frame) }
        }
    }

    /// Labels from the latest mark back, each where it does not cover a later one; at the right edge a label stands
    /// before its mark.
    private func drawMarkLabels(into grid: inout CellGrid, _ plot: Rect) {
        let end = plot.column + plot.width
        var free = end
        for mark in marks.reversed() where mark.step >= axis.first && mark.step <= axis.last {
            let column = cellColumn(mark.step, plot)
            guard column < free else { continue }
            let width = mark.label.unicodeScalars.count
            grid[column, plot.row] = Cell("▼", mark.role)
            if column + 1 + width <= free {
                grid.write(mark.label, column + 1, plot.row, limit: width, mark.role)
                free = column
            } else if free == end, column - width >= plot.column {
                grid.write(mark.label, column - width, plot.row, limit: width, mark.role)
                free = column - width
            } else {
                free = column
            }
        }
    }

    private func drawCrosses(into grid: inout CellGrid, _ plot: Rect) {
        for series in watched {
            series.forEachBucket(over: axis.first..<axis.last + 1) { steps, bucket in
                guard bucket.nonFinite > 0 else { return }
                grid[cellColumn(steps.lowerBound, plot), plot.row + plot.height - 1] = Cell("×", .bad)
            }
        }
    }
}
