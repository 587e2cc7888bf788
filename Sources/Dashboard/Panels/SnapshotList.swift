import Telemetry

/// The snapshots that a run may be rewound to, newest at the bottom, the selected one marked.
struct SnapshotList: View {
    var state: RunState
    var snapshotPicker: SnapshotPicker

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        grid.clear(area)
        let count = NumberFormat.plural(state.snapshots.count, "snapshot")
        let note = state.hasThinnedSnapshots ? "thinned" : ""
        Heading(groups: [[Span("rewind to", .title)], [Span(count, .faint)], [Span(note, .faint)]]).draw(
            into: &grid,
            area
        )
        let rows = area.dropping(rows: 1)
        guard !rows.isEmpty, let chosen = snapshotPicker.index(in: state.snapshots) else { return }
        let shown = state.snapshots[rowsShown(of: state.snapshots.count, in: rows.height, around: chosen)]
        let columns = [shown.map { NumberFormat.count($0.step) }, losses(of: shown), shown.map(back), shown.map(ago)]
        let widths = columns.map { $0.map(\.count).max() ?? 0 }
        for index in shown.indices {
            let (row, isChosen) = (rows.row + index - shown.startIndex, index == chosen)
            if isChosen { grid.fill(" ", rows.column, row, width: rows.width, .selected) }
            var end = rows.column + 1
            for (column, width) in zip(columns, widths) where width > 0 {
                guard end + width <= rows.column + rows.width else { break }
                grid.write(
                    endingAt: end + width,
                    column[index - shown.startIndex],
                    row,
                    limit: width,
                    isChosen ? .selected : end == rows.column + 1 ? .strong : .text
                )
                end += width + 2
            }
        }
    }

    /// The losses, aligned at the right.
    private func losses(of marks: ArraySlice<SnapshotMark>) -> [String] {
        let figures = marks.map { $0.record?.loss.map { NumberFormat.fixedWidth($0) } }
        let width = figures.compactMap { $0?.count }.max() ?? 0
        return figures.map { $0.map { "loss " + String(repeating: " ", count: width - $0.count) + $0 } ?? "" }
    }

    /// The number of steps that a rewind to it removes.
    private func back(_ mark: SnapshotMark) -> String {
        "-\(NumberFormat.count((state.latest?.step ?? mark.step) - mark.step))"
    }

    private func ago(_ mark: SnapshotMark) -> String {
        "\(NumberFormat.clock(max(0, (state.latest?.time ?? mark.time) - mark.time))) ago"
    }
}

/// The effect of the selection, and the keys.
struct SnapshotPickerLine: View {
    var state: RunState
    var snapshotPicker: SnapshotPicker

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let step = snapshotPicker.chosen(of: state.snapshots).map { NumberFormat.count($0.step) } ?? "-"
        let text: Line = [Span(" rewind to step ", .prompt), Span(step, .strong)]
        let used = grid.write(text, area.column, area.row, limit: area.width)
        let keys = "  ↑ ↓ select  Enter rewind  Esc cancel"
        let short = "  Enter Esc"
        let room = area.width - used
        let note = keys.unicodeScalars.count <= room ? keys : short
        grid.write(note, area.column + used, area.row, limit: room, .faint)
    }
}
