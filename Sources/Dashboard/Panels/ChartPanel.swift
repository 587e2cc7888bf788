import Telemetry

/// A panel that is one chart over the steps.
protocol ChartPanel: Panel {
    /// - Parameter width: columns it will have; with few, the words get shorter.
    func chart(_ scene: Scene, width: Int) -> Chart
}

extension ChartPanel {
    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        var chart = area
        if scene.isFull(name), area.height > Chart.leastHeight + 1 {
            StepLabels(axis: scene.axis, places: scene.state.places).draw(into: &grid, chart.takeBottom(1))
        }
        self.chart(scene, width: area.width).draw(into: &grid, chart)
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        let (column, width) = (position.column - area.column - Chart.gutter, area.width - Chart.gutter)
        guard column >= 0, width > 0, column < width else { return nil }
        return .step(scene.axis.place(column, of: width))
    }
}

extension Chart {
    /// Rows of the smallest chart, its title included.
    static let leastHeight = 4

    /// Columns below which the words in a title get shorter.
    static let narrow = 66
}

extension Scene {
    /// A mark for each rewind, for each change of the settings that a chart draws, and for the snapshot being chosen.
    func marks(of settings: Set<String> = []) -> [Chart.Mark] {
        let marks: [Chart.Mark] = state.incidents.compactMap { incident in
            guard !incident.isTakenBack, let step = incident.place else { return nil }
            switch incident.kind {
            case .rewind, .order(.restart), .order(.jump):
                return Chart.Mark(step: step, label: incident.mark, role: .strong)
            case .applied(let name?) where settings.contains(name):
                return Chart.Mark(step: step, label: incident.mark, role: name == "lr" ? .lr : .marker)
            default: return nil
            }
        }
        guard let chosen = chooser?.chosen(of: state.snapshots) else { return marks }
        return marks + [
            Chart.Mark(step: state.places.place(of: chosen.step), label: Figure.count(chosen.step), role: .selected)
        ]
    }
}
