import Telemetry

/// A chart of the grid for a metric without a main chart.
struct MetricChart: ChartPanel {
    let metric: ReportedMetric

    var name: PanelName { PanelName("metric:" + metric.info.key) }

    var searchName: String { "\(metric.info.title) \(metric.info.key)" }

    func demand(in _: Scene) -> Demand? { Demand(region: .grid, least: 4, rank: 5) }

    func compared(_ state: RunState) -> Series? {
        state.otherMetrics(isTall: true).first { $0.info.key == metric.info.key }?.series
    }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let figure = scene.figure("", of: metric.series, latest: metric.series.last, .layer) {
            metric.info.text($0)
        }
        var chart = Chart(
            shortened(metric.info.title, to: max(8, width - 16)),
            in: scene,
            figures: [scene.moment(of: metric.series, isShort: !scene.isFull(name)), figure],
            traces: [Trace(series: metric.series, role: .layer)]
        )
        chart.watched = [metric.series]
        chart.marks = scene.marks()
        chart.scaling = scene.scaling(of: name, Scaling.Automatic(metric.info.scale))
        return chart
    }
}
