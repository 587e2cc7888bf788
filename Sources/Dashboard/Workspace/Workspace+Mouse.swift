/// Actions of the mouse: the left button sets the focus and moves the cursor, the right one moves the window, the wheel zooms a
/// chart and scrolls a list.
extension Workspace {
    /// The zoom factor of one notch of the wheel.
    private static let notch = 0.8

    mutating func respond(to mouse: Mouse) {
        guard prompt == nil, question == nil, snapshotPicker == nil, choice == nil else { return }
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
        case .press(.right): grip = axisPosition(meaning)
        case .drag(.right): drag(to: axisPosition(meaning))
        case .release: grip = nil
        case .wheelUp: turnWheel(by: -1, mouse.modifiers, at: meaning, of: placed.panel)
        case .wheelDown: turnWheel(by: 1, mouse.modifiers, at: meaning, of: placed.panel)
        case .press, .drag: break
        }
    }

    private func axisPosition(_ meaning: Meaning?) -> Int? {
        if case .step(let position) = meaning { position } else { nil }
    }

    private mutating func point(at meaning: Meaning?, of panel: PanelName) {
        switch meaning {
        case .step(let position): moveCursor(to: position)
        case .stripPosition(let position): center(at: position)
        case .item(let number): view.chosen[panel] = number
        case nil: break
        }
    }

    /// Centers the window at a position.
    private mutating func center(at position: Int) {
        let steps = state.steps
        guard let shown = view.window.positions(first: steps.lowerBound, latest: steps.upperBound) else { return }
        let middle = shown.lowerBound + shown.count / 2
        pan(by: Double(position - middle) / Double(shown.count))
    }

    /// Moves the window so that the gripped position is under the pointer.
    private mutating func drag(to position: Int?) {
        guard let position, let grip, !view.window.isWhole else { return }
        pan(by: Double(grip - position) / Double(scene().axis.steps.count))
    }

    private mutating func turnWheel(by notches: Int, _ modifiers: Modifiers, at meaning: Meaning?, of panel: PanelName)
    {
        if case .step(let position) = meaning {
            if modifiers.contains(.shift) { return pan(by: 0.1 * Double(notches)) }
            let steps = state.steps
            view.window = view.window.zoomed(
                by: notches < 0 ? Self.notch : 1 / Self.notch,
                around: position,
                first: steps.lowerBound,
                latest: steps.upperBound
            )
        } else if panel == view.focus {
            scroll(by: notches)
        }
    }
}
