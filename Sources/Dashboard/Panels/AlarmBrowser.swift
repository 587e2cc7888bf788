import Telemetry

/// All alarms with the screen to themselves: a list, and for the selected one a chart, its meaning and a remedy.
struct AlarmBrowser: View {
    var scene: Scene
    /// The index of the selected alarm; nil if there are none.
    var chosen: Int?

    private struct Parts {
        var list: Rect
        var chart: Rect
        var advice: Rect
    }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let active = scene.activeAlarms.count
        Heading(
            groups: [
                [Span("alarms", .title)],
                [Span("\(NumberFormat.count(active)) active", active > 0 ? .warning : .faint)],
                [Span("\(NumberFormat.count(scene.state.alarms.seenCount)) seen", .faint)],
                [Span("newest first", .faint)],
            ]
        )
        .draw(into: &grid, area)
        guard let chosen else {
            grid.write("none yet", area.column + 1, area.row + 1, limit: area.width - 1, .faint)
            return
        }
        let advice = advice(width: area.width - 2)
        let parts = parts(of: area, advice: advice.count)
        AlarmTable(scene: scene, chosen: chosen).draw(into: &grid, parts.list)
        if parts.chart.height >= Chart.leastHeight {
            AlarmChart(scene: scene, entry: scene.alarms[chosen]).draw(into: &grid, parts.chart)
        }
        for (offset, line) in advice.prefix(parts.advice.height).enumerated() {
            let (column, row) = (parts.advice.column + 1, parts.advice.row + offset)
            grid.write(line, column, row, limit: parts.advice.width - 2)
        }
    }

    /// The number of the alarm in the row at a position.
    func alarm(at position: CellGrid.Position, in area: Rect) -> Int? {
        guard let chosen else { return nil }
        let list = parts(of: area, advice: advice(width: area.width - 2).count).list
        return AlarmTable(scene: scene, chosen: chosen).alarm(at: position, in: list)
    }

    /// The list has the rows it needs, up to a third; the advice is below the chart.
    private func parts(of area: Rect, advice: Int) -> Parts {
        var rest = area.dropping(rows: 1)
        let least = min(2, rest.height)
        let list = rest.removeTop(max(least, min(scene.alarms.count + 1, area.height / 3)))
        let below = rest.removeBottom(min(advice, max(1, rest.height / 2)))
        // Without room for a chart, the list has its rows.
        guard rest.height >= Chart.leastHeight else {
            var taller = list
            taller.height += rest.height
            return Parts(list: taller, chart: Rect(column: 0, row: 0, width: 0, height: 0), advice: below)
        }
        return Parts(list: list, chart: rest, advice: below)
    }

    private func advice(width: Int) -> [Line] {
        guard let chosen else { return [] }
        let entry = scene.alarms[chosen]
        var lines = scene.advice(about: entry, width: width)
        lines.append(
            Line("\(entry.report.rule.rawValue) ", .faint)
                + AlarmResponseLine(scene: scene, rule: entry.report.rule).line
        )
        if entry.isRewound { lines.append(Line("A later rewind removed this step.", .faint)) }
        return lines
    }
}
