/// A question and the keys that answer it. If both do not fit, the question is on the row above.
struct ConfirmationLine: View {
    var question: Confirmation

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let (text, choices) = (" \(question.text) ", " \(question.choices) ")
        if text.count + choices.count <= area.width {
            grid.write([Span(text, .warning), Span(choices, .selected)], area.column, area.row, limit: area.width)
            return
        }
        grid.write(choices, area.column, area.row, limit: area.width, .selected)
        guard area.row > 0 else { return }
        grid.fill(" ", area.column, area.row - 1, width: area.width, .text)
        grid.write(shortened(text, to: area.width), area.column, area.row - 1, limit: area.width, .warning)
    }
}
