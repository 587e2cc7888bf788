import Telemetry

/// The output of the program of a run.
struct OutputPanel: Panel {
    let name: PanelName = "output"

    func demand(in scene: Scene) -> Demand? {
        guard !scene.session.output.isEmpty, !scene.view.isOutputHidden else { return nil }
        return Demand(region: .main, least: 3, most: 8, weight: 0.8, rank: 4)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let (output, from) = (scene.session.output, scene.isFull(name) ? scene.view.scroll[name] : nil)
        var title: [Line] = [[Span("output", .title)]]
        if output.isEmpty {
            let isRecording = scene.session.subject == .recording
            title.append([Span(isRecording ? "no output recorded" : "nothing printed yet", .faint)])
        }
        Heading(groups: title).draw(into: &grid, area)
        let rows = area.dropping(rows: 1)
        let last = max(0, output.lines.count - rows.height)
        for (index, line) in output.lines.dropFirst(min(from ?? last, last)).prefix(rows.height).enumerated() {
            grid.write(
                shortened(line, to: rows.width - 2),
                rows.column + 1,
                rows.row + index,
                limit: rows.width - 1,
                .text
            )
        }
    }

    func action(for key: Key, in scene: Scene) -> Action? { scene.isFull(name) ? Action(scrolling: key) : nil }

    func rowCount(in scene: Scene) -> Int { scene.session.output.lines.count }
}

extension Action {
    /// The scrolling of a list on the whole screen by a key; nil for any other key.
    init?(scrolling key: Key) {
        switch key {
        case .up, .character("k"): self = .scroll(-1)
        case .down, .character("j"): self = .scroll(1)
        case .pageUp: self = .scroll(-20)
        case .pageDown: self = .scroll(20)
        case .home, .character("g"): self = .scrollToStart
        case .end, .character("G"): self = .scrollToEnd
        default: return nil
        }
    }
}
