import Telemetry

/// What happened, newest last: commands and their answers, steps that were not finite, checkpoints, the end.
///
/// On the overview the latest, without evaluations, which have a panel of their own; with the screen to itself all of them, by
/// what they are about, each in full on Enter.
struct EventsPanel: Panel {
    let name: PanelName = "events"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.state.timelineEntries.count { !$0.isEvaluation } + scene.session.commands.pending.count
        return Demand(place: .side, least: 2, most: max(4, count + 3), weight: 1.5, rank: 1)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        if let snapshotPicker = scene.snapshotPicker {
            SnapshotList(state: scene.state, snapshotPicker: snapshotPicker).draw(into: &grid, area)
        } else if scene.isFull(name) {
            EventBrowser(scene: scene, chosen: scene.chosen(of: self)).draw(into: &grid, area)
        } else {
            let commands = scene.session.commands
            TimelineList(state: scene.state, pending: commands.pending, unknown: commands.unknown)
                .draw(into: &grid, area)
        }
    }

    // MARK: With the screen to itself

    func choices(in scene: Scene) -> [Int] { scene.events(of: scene.view.eventGroup).map(\.id) }

    var followsLast: Bool { true }

    func action(for key: Key, in scene: Scene) -> Action? {
        guard scene.isFull(name) else { return nil }
        switch key {
        case .character("f"), .right: return .filterEvents(by: 1)
        case .character("F"), .left: return .filterEvents(by: -1)
        case .enter where !scene.view.isEntryOpen: return .open
        case .enter: return chosenPlace(in: scene).map(Action.showOnCharts)
        default: return Action(scrolling: key)
        }
    }

    func hints(in scene: Scene) -> [KeyHint] {
        let enter =
            scene.view.isEntryOpen
            ? chosenPlace(in: scene).map { _ in KeyHint("Enter", "show on charts") } : KeyHint("Enter", "full text")
        return [KeyHint("↑ ↓", "choose"), KeyHint("← →", "kind")] + (enter.map { [$0] } ?? [])
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        return EventBrowser(scene: scene, chosen: scene.chosen(of: self)).row(at: position, in: area).map(Meaning.item)
    }

    private func chosenPlace(in scene: Scene) -> Int? {
        let rows = scene.events(of: scene.view.eventGroup)
        return scene.chosen(of: self).flatMap { rows[$0].place }
    }
}

/// The latest events, as many as fit.
struct TimelineList: View {
    var state: RunState
    /// Commands that the run has not answered yet, and those that will not be answered.
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

    /// The latest, in the order they came, without evaluations. Rewound events take at most half of the rows;
    /// of checkpoints only the latest is news: the others are in their folder.
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
