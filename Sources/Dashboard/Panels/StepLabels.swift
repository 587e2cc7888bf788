import Telemetry

/// The step axis under the charts.
struct StepAxisPanel: Panel {
    let name: PanelName = "steps"

    func demand(in _: Scene) -> Demand? { Demand(place: .main, least: 1, most: 1, rank: 2) }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        StepLabels(axis: scene.axis, places: scene.state.places).draw(into: &grid, area)
    }
}

/// The labels of the step axis, under the lowest chart.
struct StepLabels: View {
    var axis: StepAxis
    var places = StepPlaces()

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let plot = Rect(
            column: area.column + Chart.gutter,
            row: area.row,
            width: area.width - Chart.gutter,
            height: area.height
        )
        guard plot.width > 8, !plot.isEmpty else { return }
        grid.write("step", area.column, area.row, limit: Chart.gutter - 1, .faint)
        var free = plot.column
        let widest =
            [axis.first, axis.last].compactMap { places.step(at: $0) }.map { Figure.count($0).count }.max() ?? 1
        for place in axis.ticks(limit: max(2, plot.width / (widest + 5))) {
            guard let step = places.step(at: place) else { continue }
            let label = Figure.count(step)
            let middle = plot.column + axis.column(place, of: plot.width)
            let start = min(max(middle - label.count / 2, plot.column), plot.column + plot.width - label.count)
            guard start >= free else { continue }
            free = start + grid.write(label, start, plot.row, limit: label.count, .faint) + 2
        }
    }
}
