import Telemetry

/// Alarms in rows: first step, title, value, usual value, length, last step, remedy.
struct AlarmTable: View {
    let scene: Scene
    let chosen: Int

    private struct Column {
        var title: String
        var width: Int
        var isRight: Bool
        var text: (AlarmLog.Entry) -> String
    }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let columns = columns(width: area.width)
        draw(columns.map(\.title), columns, .faint, into: &grid, area, area.row)
        let shown = shown(in: area)
        for index in shown {
            let (entry, row) = (scene.alarms[index], area.row + 1 + index - shown.lowerBound)
            let isChosen = index == chosen
            if isChosen { grid.fill(" ", area.column, row, width: area.width, .selected) }
            let isSilenced = scene.view.silenced.contains(entry.number)
            let role: Role = isChosen ? .selected : entry.isActive && !isSilenced ? entry.report.role : .faint
            let mark = isSilenced ? "-" : entry.isActive ? "■" : "□"
            grid.write(mark, area.column + 1, row, limit: 1, role)
            draw(columns.map { $0.text(entry) }, columns, role, into: &grid, area, row)
        }
    }

    func alarm(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (shown, offset) = (shown(in: area), position.row - area.row - 1)
        guard area.contains(position), offset >= 0, offset < shown.count else { return nil }
        return scene.alarms[shown.lowerBound + offset].number
    }

    /// The rows around the selected one, if not all fit.
    private func shown(in area: Rect) -> Range<Int> {
        rowsShown(of: scene.alarms.count, in: max(0, area.height - 1), around: chosen)
    }

    /// As many columns as fit, first step and title first.
    private func columns(width: Int) -> [Column] {
        let alarms = scene.alarms.map(\.report)
        let stepWidth = max(5, alarms.map { NumberFormat.count($0.step).count }.max() ?? 0)
        func widest(_ text: (AlarmReport) -> String) -> Int { max(9, alarms.map { text($0).count }.max() ?? 0) }
        let what = max(4, alarms.map(\.title.unicodeScalars.count).max() ?? 0)
        var columns = [
            Column(title: "since", width: stepWidth, isRight: true) { NumberFormat.count($0.report.since) },
            Column(title: "what", width: min(what, max(8, width - stepWidth - 6)), isRight: false) { $0.report.title },
        ]
        let further: [(Int, Column)] = [
            (2, Column(title: "value", width: widest(\.valueText), isRight: true) { $0.report.valueText }),
            (
                3,
                Column(title: "usual", width: widest { $0.usualText ?? "" }, isRight: true) {
                    $0.report.usualText ?? ""
                }
            ),
            (4, Column(title: "for", width: 11, isRight: true) { $0.report.lengthText }),
            (1, Column(title: "last", width: stepWidth, isRight: true) { NumberFormat.count($0.report.step) }),
        ]
        for (index, column) in further where used(columns) + column.width + 2 <= width {
            columns.insert(column, at: min(index, columns.count))
        }
        let room = width - used(columns) - 2
        if scene.canCommand, columns.count == 6, room >= 16 {
            let situation = scene.state.situation(canCommand: true)
            columns.append(
                Column(title: "what you can do", width: room, isRight: false) { entry in
                    AlarmAdvice(entry.report, situation).action ?? ""
                }
            )
        }
        return columns
    }

    /// The width of columns, with the mark and the gaps.
    private func used(_ columns: [Column]) -> Int { columns.reduce(2) { $0 + $1.width + 2 } }

    private func draw(
        _ texts: [String],
        _ columns: [Column],
        _ role: Role,
        into grid: inout CellGrid,
        _ area: Rect,
        _ row: Int
    ) {
        var start = area.column + 4
        for (text, column) in zip(texts, columns) {
            let text = shortened(text, to: column.width)
            let limit = min(column.width, area.column + area.width - start)
            if column.isRight {
                grid.write(endingAt: start + column.width, text, row, limit: limit, role)
            } else {
                grid.write(text, start, row, limit: limit, role)
            }
            start += column.width + 2
        }
    }
}
