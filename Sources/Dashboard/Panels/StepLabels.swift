import Telemetry

/// The step axis under the charts.
struct StepAxisPanel: Panel {
    let name: PanelName = "steps"

    func demand(in _: Scene) -> Demand? { Demand(region: .main, least: 1, most: 1, rank: 2) }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        StepLabels(scene: scene).draw(into: &grid, area)
    }
}

/// The labels of the step axis under the lowest chart, each beside its tick.
struct StepLabels: View {
    var scene: Scene

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let plot = Rect(
            column: area.column + Chart.gutter,
            row: area.row,
            width: area.width - Chart.gutter,
            height: area.height
        )
        guard plot.width > 8, !plot.isEmpty else { return }
        let axis = scene.axis
        let isZoomed = !scene.view.window.isWhole
        grid.write(
            isZoomed ? zoomLabel : scene.view.xAxis.rawValue,
            area.column,
            area.row,
            limit: Chart.gutter - 1,
            isZoomed ? .key : .faint
        )
        var free = plot.column
        for tick in scene.axisTicks(columns: plot.width) {
            let column = plot.column + axis.column(tick.position, of: plot.width)
            guard column >= free, column > plot.column || tick.position == axis.first else { continue }
            let width = tick.label.unicodeScalars.count
            if column + 1 + width <= plot.column + plot.width {
                grid[column, plot.row] = Cell("╵", .frame)
                free = column + 1 + grid.write(tick.label, column + 1, plot.row, limit: width, .faint) + 1
            } else if column - width >= free {
                grid[column, plot.row] = Cell("╵", .frame)
                free = column + 1
                grid.write(tick.label, column - width, plot.row, limit: width, .faint)
            }
        }
        drawCursor(into: &grid, plot)
    }

    private var zoomLabel: String {
        let label = "zoom " + scene.zoom
        return label.count < Chart.gutter ? label : scene.zoom
    }

    /// Draws the label of the cursor over the other labels.
    private func drawCursor(into grid: inout CellGrid, _ plot: Rect) {
        guard let cursor = scene.view.cursor, scene.axis.steps.contains(cursor),
            let label = scene.axisLabel(of: cursor)
        else { return }
        let column = plot.column + scene.axis.column(cursor, of: plot.width)
        let start = min(max(column - label.count / 2, plot.column), plot.column + plot.width - label.count)
        // A truncated label would be a different number.
        clearLabels(around: start - 1..<start + label.count + 1, into: &grid, plot)
        grid.write(label, start, plot.row, limit: label.count, .cursor)
    }

    private func clearLabels(around columns: Range<Int>, into grid: inout CellGrid, _ plot: Rect) {
        var (first, last) = (columns.lowerBound, columns.upperBound - 1)
        while first > plot.column, grid[first, plot.row].glyph != " " { first -= 1 }
        while last < plot.column + plot.width, grid[last, plot.row].glyph != " " { last += 1 }
        grid.fill(" ", max(first, plot.column), plot.row, width: last - max(first, plot.column) + 1, .text)
    }
}
