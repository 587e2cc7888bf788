/// The keys and what they do, over the middle of the screen; written from the table that dispatches them.
struct Help: View {
    var subject: Keymap.Subject

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let rows = Keymap.bindings(on: subject)
        let labelWidth = rows.map(\.label.count).max() ?? 0
        let width = min((rows.map(\.help.count).max() ?? 0) + labelWidth + 6, area.width)
        let height = min(rows.count + 4, area.height)
        let box = Rect(
            column: area.column + (area.width - width) / 2,
            row: area.row + (area.height - height) / 2,
            width: width,
            height: height
        )
        grid.clear(box)
        drawFrame(into: &grid, box)
        for (index, binding) in rows.prefix(max(0, box.height - 2)).enumerated() {
            let row = box.row + 1 + index
            grid.write(binding.label, box.column + 2, row, limit: box.width - 4, .key)
            grid.write(
                binding.help,
                box.column + 4 + labelWidth,
                row,
                limit: box.width - labelWidth - 5,
                .text
            )
        }
        guard box.height == rows.count + 4 else { return }
        grid.write("press any key to close", box.column + 2, box.row + box.height - 2, limit: box.width - 4, .faint)
    }

    private func drawFrame(into grid: inout CellGrid, _ box: Rect) {
        guard box.width > 1, box.height > 1 else { return }
        let (right, bottom) = (box.column + box.width - 1, box.row + box.height - 1)
        grid.fill("─", box.column, box.row, width: box.width, .frame)
        grid.fill("─", box.column, bottom, width: box.width, .frame)
        for row in box.row..<bottom {
            grid[box.column, row] = Cell("│", .frame)
            grid[right, row] = Cell("│", .frame)
        }
        grid[box.column, box.row] = Cell("╭", .frame)
        grid[right, box.row] = Cell("╮", .frame)
        grid[box.column, bottom] = Cell("╰", .frame)
        grid[right, bottom] = Cell("╯", .frame)
        grid.write(" keys ", box.column + 2, box.row, limit: box.width - 4, .title)
    }
}
