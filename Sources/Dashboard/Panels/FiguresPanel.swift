import Telemetry

/// The latest figures as text, one per row, for a screen without room for charts.
struct FiguresPanel: Panel {
    let name: PanelName = "figures"

    func demand(in _: Scene) -> Demand? { Demand(region: .small, least: 1, rank: 0) }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        for (index, (name, value, role)) in rows(of: scene.state).prefix(area.height).enumerated() {
            let used = grid.write(name + " ", area.column + 1, area.row + index, limit: area.width - 1, .faint)
            grid.write(value, area.column + 1 + used, area.row + index, limit: area.width - 1 - used, role)
        }
    }

    private func rows(of state: RunState) -> [(String, String, Role)] {
        let latest = state.latest
        func setting(_ value: Double?) -> String { value.map(NumberFormat.setting) ?? "-" }
        func figure(_ value: Double?) -> String { value.map { NumberFormat.fixedWidth($0) } ?? "-" }
        return [
            ("loss", figure(latest?.loss), .loss), ("gradient norm", figure(latest?.gradNorm), .gradNorm),
            ("clipped", figure(latest?.clippedNorm), .clippedNorm),
            ("max_norm", setting(state.number("max_norm") ?? latest?.maxNorm), .maxNorm),
            ("lr", setting(latest?.lr), .lr),
        ]
    }
}
