/// A frame with a title, drawn over what is below it.
struct Box: View {
    var title: String
    /// The text on the lower edge.
    var foot = ""

    func draw(into grid: inout CellGrid, _ area: Rect) {
        grid.clear(area)
        guard area.width > 1, area.height > 1 else { return }
        let (right, bottom) = (area.column + area.width - 1, area.row + area.height - 1)
        grid.fill("─", area.column, area.row, width: area.width, .frame)
        grid.fill("─", area.column, bottom, width: area.width, .frame)
        for row in area.row..<bottom {
            grid[area.column, row] = Cell("│", .frame)
            grid[right, row] = Cell("│", .frame)
        }
        grid[area.column, area.row] = Cell("╭", .frame)
        grid[right, area.row] = Cell("╮", .frame)
        grid[area.column, bottom] = Cell("╰", .frame)
        grid[right, bottom] = Cell("╯", .frame)
        grid.write(" \(title) ", area.column + 2, area.row, limit: area.width - 4, .title)
        if !foot.isEmpty, foot.unicodeScalars.count + 6 <= area.width {
            grid.write(" \(foot) ", area.column + 2, bottom, limit: area.width - 4, .faint)
        }
    }

    /// The area inside the frame of a box.
    static func inside(_ area: Rect) -> Rect {
        Rect(column: area.column + 2, row: area.row + 1, width: area.width - 4, height: area.height - 2)
    }
}
