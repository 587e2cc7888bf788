/// The help in the middle of the screen, made from the keymap.
struct Help: View {
    var subject: Keymap.Subject
    /// The first row shown, if not all fit.
    var first = 0

    /// A row: the keys, and a line of their description.
    private typealias Row = (label: String, text: String, role: Role)

    /// The largest width.
    private static let widest = 72

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let width = min(Self.widest, area.width)
        let rows = rows(width: width - 4)
        let height = min(rows.count + 2, area.height)
        let box = Rect(
            column: area.column + (area.width - width) / 2,
            row: area.row + (area.height - height) / 2,
            width: width,
            height: height
        )
        let isCut = rows.count + 2 > height
        Box(title: "keys", foot: isCut ? "↑ ↓ scroll  any other key: close" : "press any key to close")
            .draw(into: &grid, box)
        let inside = Box.inside(box)
        let first = min(first, max(0, rows.count - inside.height))
        for (index, row) in rows.dropFirst(first).prefix(inside.height).enumerated() {
            let labelWidth = labelWidth(inside.width)
            grid.write(row.label, inside.column, inside.row + index, limit: labelWidth, .key)
            let indent = row.label.isEmpty && row.role == .title ? 0 : labelWidth + 1
            grid.write(row.text, inside.column + indent, inside.row + index, limit: inside.width - indent, row.role)
        }
    }

    /// The number of rows for a width.
    func rowCount(width: Int) -> Int { rows(width: min(Self.widest, width) - 4).count }

    private func labelWidth(_ width: Int) -> Int {
        min(Keymap.bindings(on: subject).map(\.label.unicodeScalars.count).max() ?? 0, max(6, width / 3))
    }

    private func rows(width: Int) -> [Row] {
        var rows: [Row] = []
        for section in Keymap.Section.allCases where section.subjects.contains(subject) {
            rows.append(("", section.rawValue, .title))
            for binding in Keymap.bindings where binding.section == section {
                let parts = wrapped(binding.help, to: width - labelWidth(width) - 1)
                for (index, part) in parts.enumerated() {
                    rows.append((index == 0 ? binding.label : "", part, .text))
                }
            }
        }
        return rows
    }
}
