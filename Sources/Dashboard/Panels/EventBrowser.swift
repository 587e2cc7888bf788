import Telemetry

/// All events of a group, and the full text of the selected one if it is open.
struct EventBrowser: View {
    var scene: Scene
    /// The index of the selected row; nil if there are none.
    var chosen: Int?

    /// The width from which a row shows its group.
    private static let wide = 60

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let rows = rows
        let ordinal = chosen.map { "\(NumberFormat.count($0 + 1)) of \(NumberFormat.count(rows.count))" } ?? ""
        Heading(groups: [
            [Span("events", .title)], [Span(scene.view.eventGroup.title, .faint)], [Span(ordinal, .faint)],
        ])
        .draw(into: &grid, area)
        drawGroups(into: &grid, area.dropping(rows: 1))
        drawEntry(of: rows, into: &grid, entryArea(of: rows, in: area))
        let list = listArea(of: rows, in: area)
        guard !rows.isEmpty else {
            grid.write("none yet", list.column + 1, list.row, limit: list.width - 1, .faint)
            return
        }
        let stepWidth = rows.map { label(of: $0).count }.max() ?? 0
        let first = firstRow(of: rows.count, in: list)
        for (offset, row) in rows[first...].prefix(list.height).enumerated() {
            draw(row, stepWidth, isChosen: first + offset == chosen, into: &grid, list, list.row + offset)
        }
    }

    /// The id of the row at a position.
    func row(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (rows, list) = (rows, listArea(of: rows, in: area))
        let index = firstRow(of: rows.count, in: list) + position.row - list.row
        return list.contains(position) && rows.indices.contains(index) ? rows[index].id : nil
    }

    private var rows: [EventRow] { scene.events(of: scene.view.eventGroup) }

    /// The first row shown, with the selected one in the middle if not all fit.
    private func firstRow(of count: Int, in list: Rect) -> Int {
        min(max(0, (chosen ?? 0) - list.height / 2), max(0, count - list.height))
    }

    private func listArea(of rows: [EventRow], in area: Rect) -> Rect {
        var list = area.dropping(rows: 2)
        _ = list.removeBottom(entryArea(of: rows, in: area).height)
        return list
    }

    // MARK: The kinds

    private func drawGroups(into grid: inout CellGrid, _ row: Rect) {
        guard !row.isEmpty else { return }
        let spans = EventGroup.allCases.map { group in
            Span(
                " \(group.title) \(NumberFormat.count(scene.eventCount(of: group))) ",
                group == scene.view.eventGroup ? .selected : .faint
            )
        }
        let all = Line(spans)
        let shown = all.width <= row.width ? all : Line(spans.filter { $0.role == .selected })
        grid.write(shown, row.column, row.row, limit: row.width)
    }

    // MARK: A row

    private func label(of row: EventRow) -> String { row.label ?? row.step.map { NumberFormat.count($0) } ?? "" }

    private func draw(
        _ row: EventRow,
        _ stepWidth: Int,
        isChosen: Bool,
        into grid: inout CellGrid,
        _ list: Rect,
        _ line: Int
    ) {
        if isChosen { grid.fill(" ", list.column, line, width: list.width, .selected) }
        func role(_ role: Role) -> Role { isChosen ? .selected : role }
        let end = list.column + list.width
        var column = list.column + 1 + stepWidth
        grid.write(
            endingAt: column,
            label(of: row),
            line,
            limit: stepWidth,
            role(row.label == nil ? .faint : row.role)
        )
        column += 2
        if list.width >= Self.wide, scene.view.eventGroup == .all {
            grid.write(row.group.singular, column, line, limit: 10, role(.faint))
            column += 12
        }
        grid.write(shortened(row.text, to: end - column - 1), column, line, limit: end - column, role(row.role))
    }

    // MARK: The open one

    private func entryText(of rows: [EventRow], width: Int) -> [Line] {
        guard scene.view.isEntryOpen, let chosen, rows.indices.contains(chosen) else { return [] }
        let row = rows[chosen]
        return wrapped(row.text, to: width).map { Line($0, row.role) }
            + wrapped(row.remark ?? "", to: width).map { Line($0, .faint) }
    }

    private func entryArea(of rows: [EventRow], in area: Rect) -> Rect {
        let text = entryText(of: rows, width: area.width - 2)
        var area = area
        return area.removeBottom(text.isEmpty ? 0 : min(text.count + 2, area.height * 2 / 3))
    }

    private func drawEntry(of rows: [EventRow], into grid: inout CellGrid, _ area: Rect) {
        guard let chosen, rows.indices.contains(chosen), !area.isEmpty else { return }
        let row = rows[chosen]
        let step = row.step.map { "step \(NumberFormat.count($0))" } ?? row.label ?? ""
        Heading(groups: [[Span(row.group.singular, .title)], [Span(step, .faint)]]).draw(into: &grid, area)
        for (offset, line) in entryText(of: rows, width: area.width - 2).prefix(area.height - 1).enumerated() {
            grid.write(line, area.column + 1, area.row + 1 + offset, limit: area.width - 2)
        }
    }
}
