import Telemetry

/// The latest events, as many as fit.
struct TimelineList: View {
    var state: RunState
    /// Commands that the run has not answered yet.
    var pending: [Command]
    var unknown: [Command] = []

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        Heading(groups: title).draw(into: &grid, area)
        let rows = drawReading(into: &grid, area.dropping(rows: 1))
        let open =
            (unknown.map { ($0, "unknown", Role.bad) } + pending.map { ($0, "pending", Role.pending) })
            .suffix(rows.height)
        let shown = timelineEntries(limit: rows.height - open.count)
        let widths = shown.compactMap { $0.step.map { NumberFormat.count($0).count } } + open.map(\.1.count)
        let stepWidth = widths.max() ?? 0
        let room = rows.width - stepWidth - 3
        for (offset, timelineEntry) in shown.enumerated() {
            draw(
                timelineEntry.step.map { NumberFormat.count($0) } ?? "",
                .faint,
                Span(timelineEntry.text(width: room), timelineEntry.role),
                stepWidth,
                into: &grid,
                rows,
                offset
            )
        }
        for (offset, (command, label, role)) in open.enumerated() {
            let text = Span(shortened(TimelineEntry.phrase(command.request), to: room), role)
            draw(label, role, text, stepWidth, into: &grid, rows, shown.count + offset)
        }
    }

    private var title: [Line] {
        var title: [Line] = [[Span("events", .title)]]
        let (overflowed, others) = (state.overflowedSteps, state.nonFiniteSteps - state.overflowedSteps)
        if others > 0 { title.append([Span("\(NumberFormat.count(others)) non-finite", .bad)]) }
        if overflowed > 0 { title.append([Span("\(NumberFormat.count(overflowed)) norm overflow", .bad)]) }
        let (lines, values) = (state.reading.skippedLines, state.reading.unreadValues)
        if lines > 0 { title.append([Span("\(NumberFormat.plural(lines, "line")) skipped", .warning)]) }
        if values > 0 { title.append([Span("\(NumberFormat.plural(values, "value")) unread", .warning)]) }
        if state.shedSteps > 0 {
            title.append([Span("\(NumberFormat.count(state.shedSteps)) steps not drawn", .warning)])
        }
        if let step = state.replayStart { title.append([Span("kept from step \(NumberFormat.count(step))", .faint)]) }
        return title
    }

    /// Draws what could not be read of the source, in at most a third of the rows.
    ///
    /// - Returns: the rows below.
    private func drawReading(into grid: inout CellGrid, _ rows: Rect) -> Rect {
        let sentences = state.reading.sentences.prefix(max(min(rows.height, 1), rows.height / 3))
        for (index, sentence) in sentences.enumerated() {
            let text = shortened(sentence, to: rows.width - 2)
            grid.write(text, rows.column + 1, rows.row + index, limit: rows.width - 1, .warning)
        }
        return rows.dropping(rows: sentences.count)
    }

    /// The latest entries in order of arrival, without evaluations. Rewound ones get at most half of the rows; of checkpoints
    /// only the latest is shown.
    private func timelineEntries(limit: Int) -> [TimelineEntry] {
        let resumed = state.run?.resumed?.step ?? 0
        let saved = state.timelineEntries.last { $0.kind == .checkpoint }?.number
        let all = state.timelineEntries.filter {
            !$0.isEvaluation && ($0.kind != .checkpoint || $0.number == saved || $0.step ?? 0 <= resumed)
        }
        let (minor, major) = (all.indices.filter { all[$0].isRewound }, all.indices.filter { !all[$0].isRewound })
        let latest = all.indices.suffix(limit).count { !all[$0].isRewound }
        let majorCount = min(major.count, max(latest, (limit + 1) / 2))
        return (major.suffix(majorCount) + minor.suffix(limit - majorCount)).sorted().map { all[$0] }
    }

    private func draw(
        _ label: String,
        _ role: Role,
        _ text: Span,
        _ stepWidth: Int,
        into grid: inout CellGrid,
        _ rows: Rect,
        _ offset: Int
    ) {
        grid.write(endingAt: rows.column + 1 + stepWidth, label, rows.row + offset, limit: stepWidth, role)
        grid.write(
            text.text,
            rows.column + 2 + stepWidth,
            rows.row + offset,
            limit: rows.width - 2 - stepWidth,
            text.role
        )
    }
}
