/// Keys that move through the rows of a panel: they move the selection if it has one, else they scroll.
extension Workspace {
    mutating func scroll(by rows: Int) {
        let scene = scene(rows: size.rows)
        guard let panel = view.focus.flatMap({ scene.panel($0) }) else { return }
        let choices = panel.choices(in: scene)
        guard let index = scene.chosen(of: panel, among: choices) else {
            return view.scroll(by: rows, of: panel.rowCount(in: scene))
        }
        choose(min(max(index + rows, 0), choices.count - 1), among: choices, of: panel)
    }

    mutating func scrollToStart() {
        guard let focus = view.focus else { return }
        view.scroll[focus] = 0
        let scene = scene(rows: size.rows)
        guard let panel = scene.panel(focus) else { return }
        choose(0, among: panel.choices(in: scene), of: panel)
    }

    mutating func scrollToEnd() {
        guard let focus = view.focus else { return }
        view.scroll[focus] = nil
        let scene = scene(rows: size.rows)
        guard let panel = scene.panel(focus) else { return }
        let choices = panel.choices(in: scene)
        choose(choices.count - 1, among: choices, of: panel)
    }

    /// Selects a row. After selecting the default row, the selection follows it.
    private mutating func choose(_ index: Int, among choices: [Int], of panel: any Panel) {
        guard choices.indices.contains(index) else { return }
        let isOwn = index == (panel.followsLast ? choices.count - 1 : 0)
        view.chosen[panel.name] = isOwn ? nil : choices[index]
    }

    /// The steps shown on either side of a position shown on the charts.
    private static let surroundings = 50

    /// Switches to the charts, with the cursor at a position and the window around it.
    mutating func showOnCharts(_ position: Int) {
        let steps = state.steps
        let position = min(max(position, steps.lowerBound), steps.upperBound)
        (view.isFull, view.isEntryOpen, view.cursor) = (false, false, position)
        view.window = .around(position, Self.surroundings, first: steps.lowerBound, latest: steps.upperBound)
    }
}
