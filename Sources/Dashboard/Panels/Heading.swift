/// The first row of a panel: a rule with the panel's name and figures.
struct Heading: View {
    /// Groups are shown as far as they fit whole; empty ones are skipped.
    var groups: [Line]
    /// The text at the end of the rule, if it fits beside the first group.
    var trailing = Line()

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        grid.fill("─", area.column, area.row, width: area.width, .frame)
        guard area.width > 6 else { return }
        var column = area.column + 2
        var end = area.column + area.width - 1
        let first = groups.first { !$0.isEmpty }?.width ?? 0
        if !trailing.isEmpty, column + first + trailing.width + 4 <= end {
            end -= trailing.width + 2
            grid[end, area.row] = Cell(" ", .frame)
            grid.write(trailing, end + 1, area.row, limit: trailing.width)
            grid[end + 1 + trailing.width, area.row] = Cell(" ", .frame)
            end -= 1
        }
        for (index, group) in groups.filter({ !$0.isEmpty }).enumerated() {
            guard index == 0 || column + group.width + 2 <= end else { break }
            if index > 0 { column += 2 }
            grid[column - 1, area.row] = Cell(" ", .frame)
            if index > 0 { grid[column - 2, area.row] = Cell(" ", .frame) }
            column += grid.write(group, column, area.row, limit: end - column)
            grid[column, area.row] = Cell(" ", .frame)
        }
    }
}
