/// Keys that move through the rows of a panel: to the next choice where it has choices, else the rows it shows.
extension Workspace {
    mutating func scroll(by rows: Int) {
        let scene = scene(rows: size.rows)
        guard let panel = view.focus.flatMap({ scene.panel($0) }) else { return }
        let choices = panel.choices(in: scene)
        guard let place = scene.chosen(of: panel, among: choices) else {
            return view.scroll(by: rows, of: panel.rowCount(in: scene))
        }
        choose(min(max(place + rows, 0), choices.count - 1), among: choices, of: panel)
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

    /// Moving to the default row follows it from there on.
    private mutating func choose(_ place: Int, among choices: [Int], of panel: any Panel) {
        guard choices.indices.contains(place) else { return }
        let isOwn = place == (panel.followsLast ? choices.count - 1 : 0)
        view.chosen[panel.name] = isOwn ? nil : choices[place]
    }

    /// Steps shown on either side of a place that is looked up on the charts.
    private static let surroundings = 50

    /// Leaves the list for the charts: the cursor at a place, and the window around it.
    mutating func showOnCharts(_ place: Int) {
        let steps = state.steps
        let place = min(max(place, steps.lowerBound), steps.upperBound)
        (view.isFull, view.isEntryOpen, view.cursor) = (false, false, place)
        view.window = .around(place, Self.surroundings, first: steps.lowerBound, latest: steps.upperBound)
    }
}
