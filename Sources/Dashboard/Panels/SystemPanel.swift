/// The load of the machine and of the run's process, on a tall screen only.
struct SystemPanel: Panel {
    let name: PanelName = "system"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.system?.figures.count ?? 0
        guard scene.isTall, count > 0 else { return nil }
        return Demand(region: .side, least: 2, most: count + 1, weight: 0.8, rank: 6)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        Heading(groups: [Line("system", .title)]).draw(into: &grid, area)
        let figures = scene.system?.figures ?? []
        let width = (figures.map { $0.label.unicodeScalars.count }.max() ?? 0) + 2
        for (index, figure) in figures.prefix(max(0, area.height - 1)).enumerated() {
            let row = area.row + 1 + index
            grid.write(figure.label, area.column + 1, row, limit: area.width - 1, .faint)
            grid.write(figure.value, area.column + 1 + width, row, limit: area.width - 1 - width, .text)
        }
    }
}
