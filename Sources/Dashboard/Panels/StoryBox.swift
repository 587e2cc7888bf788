import Telemetry

/// The hints of a demo: what to look for, and what to press.
struct StoryBox: View {
    var name: String
    var story: Story

    /// The largest width.
    private static let widest = 84

    /// - Parameter area: the area whose lower part it covers.
    func draw(into grid: inout CellGrid, _ area: Rect) {
        let width = min(area.width, Self.widest)
        let parts = [("look for", story.lookFor), ("press", story.press)]
        let rows = parts.flatMap { part in self.rows(part.0, part.1, width: width - 4) }
        let height = min(rows.count + 2, area.height)
        guard height > 2 else { return }
        let box = Rect(
            column: area.column + (area.width - width) / 2,
            row: area.row + area.height - height,
            width: width,
            height: height
        )
        Box(title: name, foot: "i closes and opens this").draw(into: &grid, box)
        let inside = Box.inside(box)
        for (index, row) in rows.prefix(inside.height).enumerated() {
            grid.write(row, inside.column, inside.row + index, limit: inside.width)
        }
    }

    private func rows(_ head: String, _ text: String?, width: Int) -> [Line] {
        guard let text else { return [] }
        let indent = 10
        return wrapped(text, to: width - indent).enumerated().map { index, part in
            let label = index == 0 ? head : ""
            let padding = String(repeating: " ", count: indent - label.count)
            return [Span(label, .title), Span(padding, .text), Span(part, .text)]
        }
    }
}
