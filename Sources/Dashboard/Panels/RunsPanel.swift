import Telemetry

/// The run in focus and the compared runs: the loss at the same step, the latest and the best loss, and the change of the
/// loss since the last change of a setting.
struct RunsPanel: Panel {
    let name: PanelName = "runs"

    func demand(in scene: Scene) -> Demand? {
        guard !scene.compared.isEmpty else { return nil }
        let rows = scene.compared.count + 3
        return Demand(region: .side, least: 4, most: rows, rank: 1)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let step = scene.state.latest?.step ?? 0
        let change = lastChange(of: scene.state)
        Heading(groups: [[Span("runs", .title)], [Span("loss at step \(NumberFormat.count(step))", .faint)]])
            .draw(into: &grid, area)
        let own = Row("this run", scene.state, Role.runs[0], step: step, since: change)
        let others = scene.compared.enumerated().map { index, run in
            Row(run.name, run.state, .run(index), step: step, since: change)
        }
        let table = Table(rows: [own] + others, change: change)
        table.draw(into: &grid, area.dropping(rows: 1))
    }

    /// The step of the latest change of a setting; nil if there was none.
    private func lastChange(of state: RunState) -> Int? {
        state.timelineEntries.last { timelineEntry in
            if case .applied(_?) = timelineEntry.kind { !timelineEntry.isRewound } else { false }
        }?.step
    }

    /// The figures of a run.
    private struct Row {
        var name: String
        var role: Role
        /// The loss at the step, the latest, the best, and the difference since the change.
        var figures: [String]

        init(_ name: String, _ state: RunState, _ role: Role, step: Int, since change: Int?) {
            (self.name, self.role) = (name, role)
            let here = Self.loss(of: state, at: step)
            let best = state.loss.whole
            let before = change.flatMap { Self.loss(of: state, at: $0) }
            let difference = here.flatMap { here in before.map { here - $0 } }
            figures = [
                Self.figure(here), Self.figure(state.loss.last), best.hasFinite ? Self.figure(best.low) : "-",
                difference.map(Self.signed) ?? "",
            ]
        }

        private static func loss(of state: RunState, at step: Int) -> Double? {
            let position = state.positions.position(of: step)
            let bucket = state.loss.bucket(over: position..<position + 1)
            return bucket.count > 0 ? bucket.last : nil
        }

        private static func figure(_ value: Double?) -> String {
            value.map { NumberFormat.fixedWidth($0, digits: 4) } ?? "-"
        }

        private static func signed(_ value: Double) -> String {
            (value > 0 ? "+" : "") + NumberFormat.fixedWidth(value, digits: 3)
        }
    }

    /// Names on the left, figures in columns.
    private struct Table: View {
        var rows: [Row]
        var change: Int?

        func draw(into grid: inout CellGrid, _ area: Rect) {
            guard !area.isEmpty else { return }
            let heads = ["here", "last", "best", change.map { "since \(NumberFormat.count($0))" } ?? ""]
            let widths = heads.indices.map { column in
                ([heads[column]] + rows.map { $0.figures[column] }).map(\.count).max() ?? 0
            }
            // Columns that do not fit beside the names are dropped from the right.
            var columns = heads.indices.filter { widths[$0] > 0 }
            while columns.count > 1, columns.reduce(12, { $0 + widths[$1] + 2 }) > area.width { columns.removeLast() }
            let nameWidth = max(4, area.width - 4 - columns.reduce(0) { $0 + widths[$1] + 2 })
            write(heads, columns, widths, nameWidth, .faint, into: &grid, area, area.row)
            for (index, row) in rows.prefix(area.height - 1).enumerated() {
                let line = area.row + 1 + index
                grid[area.column + 1, line] = Cell("●", row.role)
                grid.write(shortenedInMiddle(row.name, to: nameWidth), area.column + 3, line, limit: nameWidth)
                write(row.figures, columns, widths, nameWidth, .text, into: &grid, area, line)
            }
        }

        private func write(
            _ texts: [String],
            _ columns: [Int],
            _ widths: [Int],
            _ nameWidth: Int,
            _ role: Role,
            into grid: inout CellGrid,
            _ area: Rect,
            _ row: Int
        ) {
            var end = area.column + 3 + nameWidth
            for column in columns {
                end += widths[column] + 2
                grid.write(endingAt: end, texts[column], row, limit: widths[column], role)
            }
        }
    }
}
