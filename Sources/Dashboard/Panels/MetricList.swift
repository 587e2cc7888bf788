import Telemetry

/// The other metrics: name, latest value, and a sparkline.
struct MetricList: Panel {
    let name: PanelName = "metrics"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.otherMetrics.count
        return count == 0
            ? nil : Demand(region: .side, least: 2, most: count + 1, weight: 1, rank: 4, yieldsToGrid: true)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        Heading(groups: [[Span("other metrics", .title)]]).draw(into: &grid, area)
        let rows = area.dropping(rows: 1)
        let shown = scene.otherMetrics.prefix(rows.height)
        let valueWidth = shown.map { $0.info.short($0.series.last ?? .nan).count }.max() ?? 0
        // The sparkline has a few columns; the names have the rest.
        let room = max(6, area.width / 3, area.width - valueWidth - Self.leastCourse - 4)
        let nameWidth = min(shown.map(\.info.title.unicodeScalars.count).max() ?? 0, room)
        for (index, extra) in shown.enumerated() {
            let row = rows.row + index
            grid.write(shortened(extra.info.title, to: nameWidth), rows.column + 1, row, limit: rows.width - 1, .text)
            let last = extra.series.last ?? .nan
            grid.write(
                endingAt: rows.column + nameWidth + valueWidth + 2,
                extra.info.short(last),
                row,
                limit: valueWidth,
                last.isFinite ? .strong : .bad
            )
            drawCourse(
                of: extra,
                scene,
                into: &grid,
                Rect(
                    column: rows.column + nameWidth + valueWidth + 3,
                    row: row,
                    width: rows.width - nameWidth - valueWidth - 4,
                    height: 1
                )
            )
        }
    }

    private static let leastCourse = 8

    private func drawCourse(of extra: ReportedMetric, _ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard area.width > 2 else { return }
        let trace = Trace(series: extra.series, role: .layer)
        let drawn = DrawnTrace(trace, scene.axis, columns: area.width * scene.glyphs.dotColumns)
        guard let scale = Scaling(automatic: Scaling.Automatic(extra.info.scale)).scale(of: [drawn]) else { return }
        var canvas = Canvas(width: area.width, height: 1, glyphs: scene.glyphs)
        canvas.draw(trace, drawn.columns, role: trace.role, scene.axis, scale)
        canvas.draw(into: &grid, column: area.column, row: area.row)
    }
}

extension Scene {
    /// The metrics without a main chart.
    var otherMetrics: [ReportedMetric] { state.otherMetrics(isTall: isTall) }
}
