/// Marks on a chart: lines, labels, the cursor, alarms, crosses, points, outliers.
extension Chart {
    func drawMarkLines(into grid: inout CellGrid, _ plot: Rect) {
        for mark in marks where axis.steps.contains(mark.step) {
            let column = cellColumn(mark.step, plot)
            for row in plot.row..<plot.row + plot.height { grid[column, row] = Cell("┊", .frame) }
        }
    }

    /// Draws labels from the latest mark back, unless one would cover a later one. At the right edge a label is left of its
    /// mark.
    func drawMarkLabels(into grid: inout CellGrid, _ plot: Rect) {
        let end = plot.column + plot.width
        var free = end
        for mark in marks.reversed() where axis.steps.contains(mark.step) {
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

    /// Draws a line at the cursor, behind the glyphs there.
    func drawCursor(into grid: inout CellGrid, _ plot: Rect) {
        guard let cursor, axis.steps.contains(cursor) else { return }
        let column = cellColumn(cursor, plot)
        for row in plot.row..<plot.row + plot.height {
            let glyph = grid[column, row].glyph
            grid[column, row] = Cell(glyph == " " || glyph == "┊" ? "│" : glyph, .cursor)
        }
    }

    func drawAlarms(into grid: inout CellGrid, _ plot: Rect) {
        let row = plot.row + plot.height - 1
        for position in alarms where axis.steps.contains(position) {
            let column = cellColumn(position, plot)
            // The best evaluation may lie there.
            if grid[column, row].role != .evaluation { grid[column, row] = Cell("▲", .warning) }
        }
    }

    func drawCrosses(into grid: inout CellGrid, _ plot: Rect) {
        for series in watched {
            series.forEachBucket(over: axis.steps) { steps, bucket in
                guard bucket.nonFinite > 0 else { return }
                let position = max(steps.lowerBound, axis.first)
                grid[cellColumn(position, plot), plot.row + plot.height - 1] = Cell("×", .bad)
            }
        }
    }

    /// Draws a mark for each value, a larger one for the lowest of the whole run.
    func drawPoints(_ drawn: DrawnTrace, _ scale: Scale, into grid: inout CellGrid, _ plot: Rect) {
        let best = drawn.trace.series.whole.low
        var bestPoint: (column: Int, row: Int)?
        for item in drawn.columns {
            let column = plot.column + item.column / glyphs.dotColumns
            if item.bucket.last.isFinite {
                let row = plot.row + scale.row(item.bucket.last, of: plot.height)
                grid[column, row] = Cell("○", drawn.trace.role)
            }
            if item.bucket.low == best { bestPoint = (column, plot.row + scale.row(best, of: plot.height)) }
        }
        if let bestPoint { grid[bestPoint.column, bestPoint.row] = Cell("◆", drawn.trace.role) }
    }

    /// Draws a triangle at the edge in each column with values beyond it.
    func drawOutliers(_ drawn: DrawnTrace, _ scale: Scale, into grid: inout CellGrid, _ plot: Rect) {
        for item in drawn.columns where item.bucket.hasFinite {
            let column = plot.column + item.column / glyphs.dotColumns
            if item.bucket.high > scale.high { grid[column, plot.row] = Cell("▲", drawn.trace.role) }
            if item.bucket.low < scale.low {
                grid[column, plot.row + plot.height - 1] = Cell("▼", drawn.trace.role)
            }
        }
    }
}
