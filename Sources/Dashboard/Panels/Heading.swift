/// The first row of a panel: a rule with the panel's name and its latest figures in it.
struct Heading: View {
    var pieces: [(String, Role)]

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        grid.fill("─", area.column, area.row, width: area.width, .frame)
        let width = pieces.reduce(0) { $0 + $1.0.unicodeScalars.count }
        guard area.width > 4 else { return }
        grid[area.column + 1, area.row] = Cell(" ", .frame)
        let used = grid.write(pieces, area.column + 2, area.row, limit: min(width, area.width - 3))
        grid[area.column + 2 + used, area.row] = Cell(" ", .frame)
    }
}
