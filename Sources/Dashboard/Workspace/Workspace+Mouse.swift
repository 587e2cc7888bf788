/// What the mouse asks for: a press gives the focus and sets the cursor, the wheel zooms a chart and scrolls a list.
extension Workspace {
    /// Steps that one notch of the wheel zooms by.
    private static let notch = 0.8

    mutating func take(_ mouse: Mouse) {
        guard prompt == nil, question == nil, chooser == nil else { return }
        if let first = help {
            switch mouse.kind {
            case .wheelUp: help = scrolled(help: first, by: .scroll(-1))
            case .wheelDown: help = scrolled(help: first, by: .scroll(1))
            case .press: help = nil
            case .drag, .release: break
            }
            return
        }
        let scene = scene(rows: size.rows)
        let position = CellGrid.Position(column: mouse.column, row: mouse.row)
        guard let placed = scene.layout(columns: size.columns, rows: size.rows).panel(at: position),
            let panel = scene.panel(placed.panel)
        else { return }
        let meaning = panel.meaning(of: position, in: placed.area, scene)
        switch mouse.kind {
        case .press(.left):
            if !view.isFull { view.focus = placed.panel }
            point(at: meaning, of: placed.panel)
        case .drag(.left): point(at: meaning, of: placed.panel)
        case .wheelUp: turnWheel(by: -1, at: meaning, of: placed.panel)
        case .wheelDown: turnWheel(by: 1, at: meaning, of: placed.panel)
        case .press, .drag, .release: break
        }
    }

    private mutating func point(at meaning: Meaning?, of _: PanelName) {
        if case .step(let place) = meaning {
            let steps = state.steps
            view.cursor = min(max(place, steps.lowerBound), steps.upperBound)
        }
    }

    private mutating func turnWheel(by notches: Int, at meaning: Meaning?, of panel: PanelName) {
        if case .step(let place) = meaning {
            let steps = state.steps
            view.window = view.window.zoomed(
                by: notches < 0 ? Self.notch : 1 / Self.notch,
                around: place,
                first: steps.lowerBound,
                latest: steps.upperBound
            )
        } else if panel == view.focus {
            scroll(by: notches)
        }
    }
}
