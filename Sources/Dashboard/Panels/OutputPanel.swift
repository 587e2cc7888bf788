import Telemetry

/// How much of the program's output is on the screen.
struct OutputView: Equatable, Sendable {
    var isHidden = false
    /// The first line shown where it has the screen to itself; nil follows the last one.
    private(set) var firstLine: Int?

    /// Scrolls.
    ///
    /// - Returns: true when the key does that.
    mutating func move(_ key: Key, lineCount: Int) -> Bool {
        let current = firstLine ?? lineCount
        switch key {
        case .up, .character("k"): firstLine = max(0, current - 1)
        case .pageUp: firstLine = max(0, current - 20)
        case .down, .character("j"): follow(current + 1, lineCount)
        case .pageDown: follow(current + 20, lineCount)
        case .home, .character("g"): firstLine = 0
        case .end, .character("G"): firstLine = nil
        default: return false
        }
        return true
    }

    private mutating func follow(_ line: Int, _ lineCount: Int) { firstLine = line < lineCount ? line : nil }
}

/// What the program of a run has printed.
struct OutputPanel: Panel {
    let name: PanelName = "output"

    func demand(in scene: Scene) -> Demand? {
        guard !scene.session.output.isEmpty, !scene.view.output.isHidden else { return nil }
        return Demand(place: .main, least: 3, most: 8, weight: 0.8, rank: 4)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let (output, from) = (scene.session.output, scene.isFull(name) ? scene.view.output.firstLine : nil)
        var title: [Line] = [[Span("output", .title)]]
        if output.isEmpty { title.append([Span("nothing printed yet", .faint)]) }
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
}
