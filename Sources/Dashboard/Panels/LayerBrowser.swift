import Telemetry

/// The layers on the whole screen: a heat map, and the selected layer as a chart.
struct LayerBrowser: View {
    let scene: Scene
    let chosen: Int

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let history = scene.state.layerHistory
        let ordinal = "\(NumberFormat.count(chosen + 1)) of \(NumberFormat.count(history.names.count))"
        Heading(groups: [[Span("layers", .title)], Line(layerRatioOf: scene.state.layers), [Span(ordinal, .faint)]])
            .draw(into: &grid, area)
        let (heat, chart) = parts(of: area)
        LayerHeat(scene: scene, chosen: chosen).draw(into: &grid, heat)
        guard chart.height > Chart.leastHeight, history.names.indices.contains(chosen) else { return }
        var plot = chart
        StepLabels(scene: scene).draw(into: &grid, plot.removeBottom(1))
        let series = history.series(of: chosen)
        let last = series.last ?? .nan
        var layer = Chart(
            shortened(history.names[chosen], to: max(8, area.width / 2)),
            in: scene,
            figures: [[Span(NumberFormat.fixedWidth(last), last.isFinite ? .layer : .bad)], scene.moment(of: series)],
            traces: [Trace(series: series, role: .layer)]
        )
        layer.watched = [series]
        layer.scaling = scene.scaling(of: LayerPanel().name, .logarithmic)
        layer.draw(into: &grid, plot)
    }

    func layer(at position: CellGrid.Position, in area: Rect) -> Int? {
        LayerHeat(scene: scene, chosen: chosen).layer(at: position, in: parts(of: area).heat)
    }

    /// The heat map has the rows it needs, up to three fifths if a chart fits below.
    private func parts(of area: Rect) -> (heat: Rect, chart: Rect) {
        var rest = area.dropping(rows: 1)
        let wanted = scene.state.layerHistory.names.count + 1
        let isTall = rest.height >= 12
        let heat = rest.removeTop(isTall ? min(wanted, rest.height * 3 / 5) : rest.height)
        return (heat, rest)
    }
}

extension Line {
    /// The gradient norm of the first layer over that of the last; empty if it cannot be computed.
    init(layerRatioOf layers: [NamedNumber]) {
        self.init()
        guard layers.count > 1, let first = layers.first?.value, let last = layers.last?.value, first.isFinite, last > 0
        else { return }
        let ratio = first / last
        self = [
            Span("first/last ", .faint), Span(NumberFormat.compact(ratio, digits: 2), ratio < 1e-3 ? .warning : .text),
        ]
    }
}
