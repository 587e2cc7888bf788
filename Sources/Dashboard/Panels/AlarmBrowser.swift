import Telemetry

/// All alarms, one of them chosen: the chart around it, what it means and what can be done.
struct AlarmBrowser: View {
    var scene: Scene
    /// The place of the chosen one; nil where there are none.
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

    /// The alarm in the row at a position, by its number.
    func alarm(at position: CellGrid.Position, in area: Rect) -> Int? {
        guard let chosen else { return nil }
        let list = parts(of: area, advice: advice(width: area.width - 2).count).list
        return AlarmTable(scene: scene, chosen: chosen).alarm(at: position, in: list)
    }

    /// The list has what it needs up to a third; the advice stands below the chart.
    private func parts(of area: Rect, advice: Int) -> Parts {
        var rest = area.dropping(rows: 1)
        let least = min(2, rest.height)
        let list = rest.removeTop(max(least, min(scene.alarms.count + 1, area.height / 3)))
        let below = rest.removeBottom(min(advice, max(1, rest.height / 2)))
        // Where there is no room for a chart, the list has its rows.
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

/// Alarms in rows: since when, what, how far from what is usual, for how long, and what can be done.
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
        for place in shown {
            let (entry, row) = (scene.alarms[place], area.row + 1 + place - shown.lowerBound)
            let isChosen = place == chosen
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

    /// The choice stays in the middle where there is more than fits.
    private func shown(in area: Rect) -> Range<Int> {
        rowsShown(of: scene.alarms.count, in: max(0, area.height - 1), around: chosen)
    }

    /// As many columns as there is room for, what it is and since when first.
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
        for (place, column) in further where used(columns) + column.width + 2 <= width {
            columns.insert(column, at: min(place, columns.count))
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

    /// Columns in use: those of the mark, and two blanks between.
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

/// What an alarm is about, some steps before it and after it.
struct AlarmChart: View {
    let scene: Scene
    let entry: AlarmLog.Entry

    /// Steps shown before the first and after the last one of the alarm.
    private static let surroundings = 25

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let report = entry.report
        let steps = scene.state.steps
        let last = entry.place + min(report.step - report.since, 4 * Self.surroundings)
        let first = max(steps.lowerBound, entry.place - Self.surroundings)
        let scene = scene.showing(.fixed(first...max(first + 1, min(steps.upperBound, last + Self.surroundings))))
        var chart = area
        StepLabels(scene: scene).draw(into: &grid, chart.removeBottom(1))
        var surroundings = Chart(report.title, in: scene, figures: figures, traces: traces)
        surroundings.watched = [scene.state.loss, scene.state.gradNorm]
        surroundings.marks = [
            Chart.Mark(step: entry.place, label: NumberFormat.count(report.since), role: report.role)
        ]
        (surroundings.scaling, surroundings.smoothing, surroundings.cursor) = (Scaling(automatic: .bySpan), .off, nil)
        surroundings.draw(into: &grid, chart)
    }

    private var figures: [Line] {
        let report = entry.report
        var figures: [Line] = [[Span(report.namedValue, report.role)]]
        if let usual = report.namedUsual { figures.append([Span(usual, .faint)]) }
        return figures
    }

    private var traces: [Trace] {
        let state = scene.state
        switch entry.report.rule {
        case .lossSpike, .plateau, .evaluationWorse:
            return [
                Trace(series: state.loss, role: .loss),
                Trace(series: state.evaluationLoss, role: .evaluation, style: .points),
            ]
        case .lrSchedule: return [Trace(series: state.lr, role: .lr)]
        case .deadUnits where !state.series[.deadUnits].isEmpty:
            return [Trace(series: state.series[.deadUnits], role: .layer)]
        default:
            return [
                Trace(series: state.gradNorm.isEmpty ? state.loss : state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, style: .threshold),
            ]
        }
    }
}
