/// Keys that change the view.
extension Workspace {
    /// The panels that can have the focus, in order.
    var focusable: [PanelName] {
        scene(rows: size.rows).layout(columns: size.columns, rows: size.rows, isOverview: true).placed.map(\.panel)
            .filter { $0 != StepAxisPanel().name && $0 != FiguresPanel().name }
    }

    /// The action of a key of the panel in focus; nil if it has none.
    func panelAction(for key: Key) -> Action? {
        guard let focus = view.focus else { return nil }
        let scene = scene(rows: size.rows)
        return scene.panel(focus)?.action(for: key, in: scene)
    }

    /// The first row of the help after scrolling; nil closes it.
    func scrolled(help first: Int, by action: Action) -> Int? {
        let last = max(0, Help(subject: session.subject).rowCount(width: size.columns) - max(1, size.rows - 2))
        return switch action {
        case .scroll(let rows): min(max(0, first + rows), last)
        case .scrollToStart: 0
        case .scrollToEnd: last
        default: nil
        }
    }

    /// Shows the program's output beside the charts, then on the whole screen, then not at all.
    mutating func showMoreOutput() {
        let panel = OutputPanel().name
        if view.isFull, view.focus == panel {
            (view.isFull, view.focus, view.isOutputHidden) = (false, nil, true)
        } else if view.isOutputHidden {
            view.isOutputHidden = false
        } else {
            view.showFull(panel)
        }
    }

    /// Shows a chart, counted from 1, on the whole screen.
    mutating func showChart(_ number: Int) {
        let charts = scene().charts
        guard charts.indices.contains(number - 1) else { return notify("there is no chart \(number)") }
        view.showFull(charts[number - 1])
    }
}
