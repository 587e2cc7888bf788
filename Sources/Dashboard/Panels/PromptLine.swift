/// A prompt with its label and keys. If the keys or the complaint do not fit, they are on the row above.
struct PromptLine: View {
    var prompt: Prompt

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let end = area.column + area.width
        var column = area.column + 1
        column += grid.write(prompt.label(width: area.width) + ": ", column, area.row, limit: end - column, .prompt)
        // Of a long text the end is shown.
        let room = max(1, end - column - 1)
        column += grid.write(String(prompt.text.suffix(room)), column, area.row, limit: room, .strong)
        grid.cursor = CellGrid.Position(column: min(column, end - 1), row: area.row)
        column += 2
        let note = prompt.complaint.map { Span($0, .warning) } ?? Span(prompt.hint, .faint)
        if note.width <= end - column {
            grid.write(note.text, column, area.row, limit: end - column, note.role)
        } else if area.row > 0 {
            grid.fill(" ", area.column, area.row - 1, width: area.width, .text)
            grid.write(
                shortened(note.text, to: area.width - 2),
                area.column + 1,
                area.row - 1,
                limit: area.width - 1,
                note.role
            )
        }
    }
}
