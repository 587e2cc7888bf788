import Telemetry

/// The snapshots that a run may be rewound to, newest at the bottom, the chosen one marked.
struct SnapshotList: View {
    var state: RunState
    var snapshotPicker: SnapshotPicker

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        grid.clear(area)
        let count = NumberFormat.plural(state.snapshots.count, "snapshot")
        let note = state.hasThinnedSnapshots ? "older: fewer" : ""
        Heading(groups: [[Span("rewind to", .title)], [Span(count, .faint)], [Span(note, .faint)]]).draw(
            into: &grid,
            area
        )
        let rows = area.dropping(rows: 1)
        guard !rows.isEmpty, let chosen = snapshotPicker.place(in: state.snapshots) else { return }
        let shown = state.snapshots[rowsShown(of: state.snapshots.count, in: rows.height, around: chosen)]
        let columns = [shown.map { NumberFormat.count($0.step) }, losses(of: shown), shown.map(back), shown.map(ago)]
        let widths = columns.map { $0.map(\.count).max() ?? 0 }
        for place in shown.indices {
            let (row, isChosen) = (rows.row + place - shown.startIndex, place == chosen)
            if isChosen { grid.fill(" ", rows.column, row, width: rows.width, .selected) }
            var end = rows.column + 1
            for (column, width) in zip(columns, widths) where width > 0 {
                guard end + width <= rows.column + rows.width else { break }
                grid.write(
                    endingAt: end + width,
                    column[place - shown.startIndex],
                    row,
                    limit: width,
                    isChosen ? .selected : end == rows.column + 1 ? .strong : .text
                )
                end += width + 2
            }
        }
    }

    /// The losses in one column, the word in another.
    private func losses(of marks: ArraySlice<SnapshotMark>) -> [String] {
        let figures = marks.map { $0.record?.loss.map { NumberFormat.fixedWidth($0) } }
        let width = figures.compactMap { $0?.count }.max() ?? 0
        return figures.map { $0.map { "loss " + String(repeating: " ", count: width - $0.count) + $0 } ?? "" }
    }

    /// How many steps a rewind to it removes.
    private func back(_ mark: SnapshotMark) -> String {
        "-\(NumberFormat.count((state.latest?.step ?? mark.step) - mark.step))"
    }

    private func ago(_ mark: SnapshotMark) -> String {
        "\(NumberFormat.clock(max(0, (state.latest?.time ?? mark.time) - mark.time))) ago"
    }
}

/// What a choice would do, and the keys that make it.
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
