import Telemetry

/// A number that has no chart of its own, as a chart among others like it.
struct MetricChart: ChartPanel {
    let metric: FurtherSeries

    var name: PanelName { PanelName("metric:" + metric.name) }

    var searchName: String { metric.name }

    func demand(in _: Scene) -> Demand? { Demand(place: .grid, least: 4, rank: 5) }

    func compared(_ state: RunState) -> Series? {
        state.furtherSeries(isTall: true).first { $0.name == metric.name }?.series
    }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let figure = scene.figure("", of: metric.series, latest: metric.series.last, .layer) {
            metric.isShare ? Figure.percent($0) : Figure.short($0)
        }
        return Chart(
            name: shortened(metric.name, to: max(8, width - 16)),
            figures: [scene.moment(of: metric.series, isShort: !scene.isFull(name)), figure],
            traces: [Trace(series: metric.series, role: .layer)],
            watched: [metric.series],
            marks: scene.marks(),
            axis: scene.axis,
            scaling: scene.scaling(of: name, metric.wantsLog ? .logarithmic : .bySpan),
            smoothing: scene.view.smoothing,
            cursor: scene.view.cursor,
            glyphs: scene.glyphs
        )
    }
}
