import Telemetry

/// A number that has no chart of its own, as a chart among others like it.
struct MetricChart: ChartPanel {
    let metric: FurtherSeries

    var name: PanelName { PanelName("metric:" + metric.name) }

    func demand(in _: Scene) -> Demand? { Demand(place: .grid, least: 4, rank: 5) }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let last = metric.series.last ?? .nan
        let figure = metric.isShare ? Figure.percent(last) : Figure.short(last)
        return Chart(
            title: [
                [Span(shortened(metric.name, to: max(8, width - 16)), .title)],
                [Span(figure, last.isFinite ? .layer : .bad)],
            ],
            traces: [Trace(series: metric.series, role: .layer)],
            watched: [metric.series],
            marks: scene.marks(),
            axis: scene.axis,
            wantsLog: metric.wantsLog,
            glyphs: scene.glyphs
        )
    }
}
