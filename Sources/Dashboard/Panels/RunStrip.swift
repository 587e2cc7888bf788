/// The whole run in a few rows, with the window of the charts in brackets.
struct RunStrip: View {
    /// Its height in rows, title included.
    static let height = 3

    var scene: Scene
    var trace: Trace
    var isLogarithmic: Bool

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        Heading(groups: [[Span("whole run", .title)]], trailing: [Span("brackets: what the charts show", .faint)])
            .draw(into: &grid, area)
        let plot = Rect(
            column: area.column + Chart.gutter,
            row: area.row + 1,
            width: area.width - Chart.gutter,
            height: area.height - 1
        )
        guard !plot.isEmpty else { return }
        let axis = StepAxis(whole: scene.state)
        let drawn = DrawnTrace(trace, axis, columns: plot.width * scene.glyphs.dotColumns)
        let scaling = Scaling(automatic: isLogarithmic ? .logarithmic : .linear)
        if let scale = scaling.scale(of: [drawn]) {
            var canvas = Canvas(width: plot.width, height: plot.height, glyphs: scene.glyphs)
            canvas.draw(trace, drawn.columns, role: trace.role, axis, scale)
            canvas.draw(into: &grid, column: plot.column, row: plot.row)
        }
        let shown = scene.axis
        mark("[", axis.column(shown.first, of: plot.width), into: &grid, plot)
        mark("]", axis.column(shown.last, of: plot.width), into: &grid, plot)
        if let cursor = scene.view.cursor {
            let column = plot.column + axis.column(cursor, of: plot.width)
            for row in plot.row..<plot.row + plot.height { grid[column, row].role = .cursor }
        }
    }

    private func mark(_ glyph: Unicode.Scalar, _ column: Int, into grid: inout CellGrid, _ plot: Rect) {
        for row in plot.row..<plot.row + plot.height { grid[plot.column + column, row] = Cell(glyph, .key) }
    }
}

/// The strip under the charts of the overview, while they show a part of the run and there is room.
struct RunStripPanel: Panel {
    let name: PanelName = "whole run"

    func demand(in scene: Scene) -> Demand? {
        guard scene.isTall, !scene.view.window.isWhole, scene.focusedChart.primary != nil else { return nil }
        return Demand(region: .main, least: RunStrip.height, most: RunStrip.height, rank: 4)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        let chart = scene.focusedChart
        guard let primary = chart.primary else { return }
        RunStrip(scene: scene, trace: primary, isLogarithmic: chart.scaling.kind != .linear).draw(into: &grid, area)
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        StepAxis(whole: scene.state).position(at: position, in: area).map { .stripPosition($0) }
    }
}

extension Scene {
    /// The chart in focus; without one, that of the gradient norm.
    var focusedChart: Chart {
        let chosen = view.focus.flatMap { self.panel($0) as? any ChartPanel } ?? NormChart()
        return chosen.chart(self, width: Chart.narrow)
    }
}
