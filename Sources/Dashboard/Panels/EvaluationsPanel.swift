import Telemetry

/// The evaluations: step, loss, accuracy, change, best one.
struct EvaluationsPanel: Panel {
    let name: PanelName = "evaluations"

    func demand(in scene: Scene) -> Demand? {
        if scene.state.hasEvaluations { return Demand(region: .side, least: 3, most: 12, weight: 1, rank: 3) }
        return scene.isTall && scene.state.phase.isLive ? Demand(region: .side, least: 2, most: 2, rank: 6) : nil
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        let isFull = scene.isFull(name)
        EvaluationRows(
            table: scene.state.evaluations,
            chosen: isFull ? scene.chosen(of: self) : nil,
            first: scene.state.nextEvaluation
        )
        .draw(into: &grid, area)
    }

    // MARK: With the screen to itself

    func choices(in scene: Scene) -> [Int] { scene.state.evaluations.rows.map(\.number) }

    var followsLast: Bool { true }

    func action(for key: Key, in scene: Scene) -> Action? {
        guard scene.isFull(name) else { return nil }
        guard key == .enter else { return Action(scrolling: key) }
        return scene.chosen(of: self).map { .showOnCharts(scene.state.evaluations.rows[$0].position) }
    }

    func hints(in _: Scene) -> [KeyHint] { [KeyHint("↑ ↓", "choose"), KeyHint("Enter", "show on charts")] }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        let rows = EvaluationRows(table: scene.state.evaluations, chosen: scene.chosen(of: self))
        return rows.row(at: position, in: area).map(Meaning.item)
    }
}

/// The latest evaluations, or those around the selected one, in as many columns as fit.
struct EvaluationRows: View {
    let table: EvaluationTable
    /// The index of the selected row; nil if none is.
    let chosen: Int?
    /// The step of the first evaluation to come; nil if unknown.
    var first: Int?

    /// The width below which headings are abbreviated.
    private static let narrow = 36

    private struct Column {
        var title: String
        var cells: [Span]
        /// Columns of high rank are dropped first.
        var rank: Int

        var width: Int { max(title.count, cells.map(\.width).max() ?? 0) }
    }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let list = area.dropping(rows: 2)
        let shown = shown(in: list)
        var groups: [Line] = [[Span("evaluations", .title)]]
        if shown.count < table.rows.count {
            groups.append([
                Span("\(NumberFormat.count(shown.count)) of \(NumberFormat.count(table.rows.count))", .faint)
            ])
        }
        Heading(groups: groups).draw(into: &grid, area)
        guard !table.rows.isEmpty else {
            let text = first.map { "first evaluation at step \(NumberFormat.count($0))" } ?? "none yet"
            grid.write(text, area.column + 1, area.row + 1, limit: area.width - 1, .faint)
            return
        }
        let rows = table.rows[shown]
        let columns = fitting(columns(of: rows, isNarrow: area.width < Self.narrow), width: area.width - 2)
        write(columns.map { Span($0.title, .faint) }, columns, into: &grid, area, area.row + 1, isChosen: false)
        for (offset, index) in rows.indices.enumerated() {
            let isChosen = index == chosen
            write(
                columns.map { $0.cells[offset] },
                columns,
                into: &grid,
                area,
                list.row + offset,
                isChosen: isChosen
            )
        }
    }

    /// The number of the row at a position.
    func row(at position: CellGrid.Position, in area: Rect) -> Int? {
        let list = area.dropping(rows: 2)
        let (shown, offset) = (shown(in: list), position.row - list.row)
        return list.contains(position) && offset < shown.count ? table.rows[shown.lowerBound + offset].number : nil
    }

    private func shown(in list: Rect) -> Range<Int> {
        rowsShown(of: table.rows.count, in: list.height, around: chosen ?? table.rows.count)
    }

    private func columns(of rows: ArraySlice<EvaluationTable.Row>, isNarrow: Bool) -> [Column] {
        func column(_ title: String, rank: Int, _ cell: (EvaluationTable.Row) -> Span) -> Column {
            let cells = rows.map { row in
                let span = cell(row)
                return row.isRewound ? Span(span.text, .faint) : span
            }
            return Column(title: title, cells: cells, rank: rank)
        }
        func figure(_ value: Double?, _ row: EvaluationTable.Row, _ text: (Double) -> String) -> Span {
            guard let value else { return Span("") }
            return Span(text(value), !value.isFinite ? .bad : row.isBest ? .good : .evaluation)
        }
        var columns = [column("step", rank: 0) { Span(NumberFormat.count($0.evaluation.step), .faint) }]
        if table.hasSplits {
            columns.append(column("split", rank: 2) { Span(shortened($0.evaluation.split, to: 10), .text) })
        }
        columns.append(column("loss", rank: 1) { figure($0.evaluation.loss, $0) { NumberFormat.fixedWidth($0) } })
        columns.append(
            column(isNarrow ? "acc." : "accuracy", rank: 4) { figure($0.evaluation.accuracy, $0, NumberFormat.percent) }
        )
        columns.append(column("change", rank: 5, Self.change))
        columns.append(column("", rank: 3) { Span($0.isBest ? "best" : "", .good) })
        return columns.filter { column in column.cells.contains { !$0.text.isEmpty } }
    }

    /// The change with ▲ or ▼, colored by whether it is an improvement.
    private static func change(_ row: EvaluationTable.Row) -> Span {
        guard let change = row.change, change.isFinite, change != 0 else { return Span("") }
        let isShare = row.evaluation.loss == nil
        let size = isShare ? NumberFormat.percent(abs(change)) : NumberFormat.fixedWidth(abs(change), digits: 3)
        return Span((change > 0 ? "▲" : "▼") + size, row.isBetter ?? true ? .good : .warning)
    }

    private func fitting(_ columns: [Column], width: Int) -> [Column] {
        var columns = columns
        while columns.reduce(-2, { $0 + $1.width + 2 }) > width, columns.count > 1 {
            guard let least = columns.indices.max(by: { columns[$0].rank < columns[$1].rank }) else { break }
            columns.remove(at: least)
        }
        return columns
    }

    private func write(
        _ cells: [Span],
        _ columns: [Column],
        into grid: inout CellGrid,
        _ area: Rect,
        _ row: Int,
        isChosen: Bool
    ) {
        if isChosen { grid.fill(" ", area.column, row, width: area.width, .selected) }
        var end = area.column + 1
        for (cell, column) in zip(cells, columns) {
            end += column.width
            guard end <= area.column + area.width else { return }
            grid.write(endingAt: end, cell.text, row, limit: column.width, isChosen ? .selected : cell.role)
            end += 2
        }
    }
}
