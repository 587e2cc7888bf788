import Telemetry

/// What happened, newest last: commands and their answers, steps that were not finite, evaluations, the end.
struct EventsPanel: Panel {
    let name: PanelName = "events"

    func demand(in _: Scene) -> Demand? { Demand(place: .side, least: 2, weight: 1.5, rank: 1) }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        if let chooser = scene.chooser {
            SnapshotList(state: scene.state, chooser: chooser).draw(into: &grid, area)
        } else {
            let commands = scene.session.commands
            IncidentList(state: scene.state, pending: commands.pending, unknown: commands.unknown)
                .draw(into: &grid, area)
        }
    }
}

/// The events themselves, as many as fit.
struct IncidentList: View {
    var state: RunState
    /// Commands that the run has not answered yet, and those that nobody will answer.
    var pending: [Command]
    var unknown: [Command] = []

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        var title: [Line] = [[Span("events", .title)]]
        let (overflowed, others) = (state.overflowedSteps, state.nonFiniteSteps - state.overflowedSteps)
        if others > 0 { title.append([Span("\(Figure.count(others)) non-finite", .bad)]) }
        if overflowed > 0 { title.append([Span("\(Figure.count(overflowed)) norm overflow", .bad)]) }
        let (lines, values) = (state.reading.skippedLines, state.reading.unreadValues)
        if lines > 0 { title.append([Span("\(Figure.plural(lines, "line")) skipped", .warning)]) }
        if values > 0 { title.append([Span("\(Figure.plural(values, "value")) unread", .warning)]) }
        if state.shedSteps > 0 { title.append([Span("\(Figure.count(state.shedSteps)) steps not drawn", .warning)]) }
        if let step = state.replayStart { title.append([Span("kept from step \(Figure.count(step))", .faint)]) }
        Heading(groups: title).draw(into: &grid, area)
        let rows = drawReading(into: &grid, area.dropping(rows: 1))
        let open =
            (unknown.map { ($0, "unknown", Role.bad) } + pending.map { ($0, "asked", Role.pending) })
            .suffix(rows.height)
        let told = incidents(limit: rows.height - open.count)
        let widths = told.compactMap { $0.step.map { Figure.count($0).count } } + open.map(\.1.count)
        let stepWidth = widths.max() ?? 0
        var row = rows.row
        for incident in told {
            draw(incident, stepWidth, into: &grid, rows, row)
            row += 1
        }
        for (command, label, role) in open {
            grid.write(endingAt: rows.column + 1 + stepWidth, label, row, limit: stepWidth, role)
            grid.write(
                shortened(Incident.phrase(command.request), to: rows.width - stepWidth - 3),
                rows.column + 2 + stepWidth,
                row,
                limit: rows.width - 2 - stepWidth,
                role
            )
            row += 1
        }
    }

    /// What could not be read of the source, in a third of the rows.
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

    /// The latest, in the order they came. Evaluations, of which there are many, and what was taken back leave half of the
    /// rows to what was done and what went wrong.
    private func incidents(limit: Int) -> [Incident] {
        let all = state.incidents
        let isMinor = { (place: Int) in all[place].isEvaluation || all[place].isTakenBack }
        let (minor, major) = (all.indices.filter(isMinor), all.indices.filter { !isMinor($0) })
        let latest = all.indices.suffix(limit).count { !isMinor($0) }
        let majorCount = min(major.count, max(latest, (limit + 1) / 2))
        return (major.suffix(majorCount) + minor.suffix(limit - majorCount)).sorted().map { all[$0] }
    }

    private func draw(_ incident: Incident, _ stepWidth: Int, into grid: inout CellGrid, _ area: Rect, _ row: Int) {
        if let step = incident.step {
            grid.write(endingAt: area.column + 1 + stepWidth, Figure.count(step), row, limit: stepWidth, .faint)
        }
        let repeats = incident.repeats > 1 ? " ×\(Figure.count(incident.repeats))" : ""
        grid.write(
            shortened(incident.text, to: area.width - stepWidth - 3 - repeats.count) + repeats,
            area.column + 2 + stepWidth,
            row,
            limit: area.width - 2 - stepWidth,
            incident.isTakenBack ? .faint : role(of: incident)
        )
    }

    private func role(of incident: Incident) -> Role {
        switch incident.kind {
        case .applied(let setting): setting == nil ? .strong : .marker
        case .rejected, .alarm, .order: .warning
        case .nonFinite, .trouble: .bad
        case .evaluation(let isFinite): isFinite ? .evaluation : .bad
        case .checkpoint: .good
        case .rewind, .end: .strong
        }
    }
}
