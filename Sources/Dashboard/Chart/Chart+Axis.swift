import Telemetry

/// The vertical axis of a chart.
extension Chart {
    /// Rows per power of ten from which ticks are drawn at 2 and 5, and at all of 2 to 9.
    private static let rowsForTwoTicks = 4.0
    private static let rowsForAllTicks = 9.0

    /// - Parameters:
    ///   - area: the rows of the axis.
    ///   - plot: the rows among them on which values are drawn.
    func drawAxis(into grid: inout CellGrid, _ area: Rect, _ plot: Rect, _ scale: Scale?) {
        for row in area.row..<area.row + area.height { grid[plot.column - 1, row] = Cell("│", .frame) }
        guard let scale else { return }
        for tick in minorTicks(scale, plot) { grid[plot.column - 1, row(tick, scale, plot)] = Cell("├", .frame) }
        for tick in scale.decades() { grid[plot.column - 1, row(tick, scale, plot)] = Cell("┤", .frame) }
        let ticks = scale.ticks(limit: max(2, plot.height / 2))
        var lastRow = Int.max
        for (tick, label) in zip(ticks, NumberFormat.axis(ticks, width: Self.gutter - 1)) {
            let row = row(tick, scale, plot)
            guard row < lastRow else { continue }
            lastRow = row
            grid[plot.column - 1, row] = Cell("┤", .frame)
            grid.write(endingAt: plot.column - 1, label, row, limit: Self.gutter - 1, .faint)
        }
    }

    private func row(_ value: Double, _ scale: Scale, _ plot: Rect) -> Int {
        plot.row + scale.row(value, of: plot.height)
    }

    private func minorTicks(_ scale: Scale, _ plot: Rect) -> [Double] {
        let rows = Double(plot.height - 1) * abs(scale.position(scale.low * 10) - scale.position(scale.low))
        if rows >= Self.rowsForAllTicks { return scale.decades([2, 3, 4, 5, 6, 7, 8, 9]) }
        return rows >= Self.rowsForTwoTicks ? scale.decades([2, 5]) : []
    }
}
