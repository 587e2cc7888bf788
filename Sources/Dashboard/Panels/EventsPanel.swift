import Telemetry

/// The events, newest last: commands and their answers, non-finite steps, checkpoints, the end.
///
/// The overview shows the latest ones, without evaluations, which have a panel of their own. On the whole screen all are
/// listed by group, each in full on Enter.
struct EventsPanel: Panel {
    let name: PanelName = "events"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.state.timelineEntries.count { !$0.isEvaluation } + scene.session.commands.pending.count
        return Demand(region: .side, least: 2, most: max(4, count + 3), weight: 1.5, rank: 1)
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
        case .enter: return chosenPosition(in: scene).map(Action.showOnCharts)
        default: return Action(scrolling: key)
        }
    }

    func hints(in scene: Scene) -> [KeyHint] {
        let enter =
            scene.view.isEntryOpen
            ? chosenPosition(in: scene).map { _ in KeyHint("Enter", "show on charts") } : KeyHint("Enter", "full text")
        return [KeyHint("↑ ↓", "choose"), KeyHint("← →", "kind")] + (enter.map { [$0] } ?? [])
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        return EventBrowser(scene: scene, chosen: scene.chosen(of: self)).row(at: position, in: area).map(Meaning.item)
    }

    private func chosenPosition(in scene: Scene) -> Int? {
        let rows = scene.events(of: scene.view.eventGroup)
        return scene.chosen(of: self).flatMap { rows[$0].position }
    }
}
