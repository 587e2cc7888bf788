/// The words of a setting, the selected one marked, and the keys.
struct ChoiceLine: View {
    var menu: ChoiceMenu
    /// The current word.
    var current: String?

    func draw(into grid: inout CellGrid, _ area: Rect) {
        var line: Line = [Span(" \(menu.setting) ", .prompt)]
        for (index, word) in menu.choices.enumerated() {
            line.append(Span(" \(word)\(word == current ? " (now)" : "") ", index == menu.index ? .selected : .text))
        }
        let keys = "  ↑ ↓ select  Enter apply  Esc cancel"
        if line.width + keys.unicodeScalars.count <= area.width { line.append(Span(keys, .faint)) }
        grid.write(line, area.column, area.row, limit: area.width)
    }
}
