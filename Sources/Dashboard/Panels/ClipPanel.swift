import Telemetry

/// The effect of clipping, and of other values of max_norm: rates, a table of candidates, a histogram of the norms, and the
/// share removed from each step.
struct ClipPanel: Panel {
    let name: PanelName = "clipping"

    func demand(in scene: Scene) -> Demand? {
        let extra = scene.state.updateRatio == nil ? 0 : 1
        return Demand(region: .side, least: 4 + extra, most: 34, weight: 2.6, rank: 0)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let facts = ClipFacts(scene.state, window: scene.view.clipWindow, tried: scene.tried)
        let words = facts.windowWords(isShort: area.width < 44)
        var title: [Line] = [[Span("clipping", .title)], [Span(words, .faint)]]
        if facts.done.finite > 0 { title.append(facts.nonFiniteLine(facts.done)) }
        Heading(groups: title).draw(into: &grid, area)
        let body = area.dropping(rows: 1)
        if scene.isFull(name), area.width >= Self.wide, area.height >= Self.high {
            drawWide(facts, scene, into: &grid, body)
        } else {
            drawNarrow(facts, scene, into: &grid, body)
        }
    }

    func action(for key: Key, in scene: Scene) -> Action? {
        guard scene.isFull(name) else { return nil }
        switch key {
        case .up: return .tryMaxNorm(isUpward: true)
        case .down: return .tryMaxNorm(isUpward: false)
        default: return nil
        }
    }

    func hints(in scene: Scene) -> [KeyHint] {
        [KeyHint("↑ ↓", "try a value"), KeyHint("m", "type one"), KeyHint("W", "window")]
            + (scene.canCommand ? [KeyHint("t", "kind"), KeyHint("u", "undo")] : [])
    }

    /// The least size for table and histogram side by side.
    private static let (wide, high) = (64, 13)
    /// The least rows of the table and of the histogram, titles included.
    private static let (leastTable, leastBins) = (3, 6)
    private static let (mostBins, mostStrokes) = (14, 8)
    /// The most rows of table and histogram, and the least rows of the norm chart.
    private static let (mostWide, leastChart) = (24, 9)

    // MARK: One column

    private func drawNarrow(_ facts: ClipFacts, _ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        var rest = area
        ClipSummary(facts: facts).draw(into: &grid, &rest)
        let strokes = RemovedShare(facts, scene.state, glyphs: scene.glyphs)
        let strokeRows = strokes.isEmpty ? 0 : 3
        if facts.sample.finite > 0, rest.height >= Self.leastTable {
            let count = min(facts.candidates.count + 1, rest.height)
            // Below a table of several rows the strokes have their own rows.
            let table = rest.height - count >= strokeRows || rest.height < 8 ? count : rest.height - strokeRows
            ClipTable(facts: facts).draw(into: &grid, rest.removeTop(table))
        }
        if rest.height >= Self.leastBins + strokeRows {
            NormBins(facts: facts).draw(into: &grid, rest.removeTop(min(rest.height - strokeRows, Self.mostBins)))
        }
        if rest.height >= 2, !strokes.isEmpty { strokes.draw(into: &grid, rest.removeTop(Self.mostStrokes)) }
    }

    // MARK: The whole screen

    private func drawWide(_ facts: ClipFacts, _ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        var rest = area
        ClipSummary(facts: facts, isWide: true).draw(into: &grid, &rest)
        let sentences = sentences(facts, scene.state, width: rest.width - 2)
        var below = rest.removeBottom(max(rest.height / 4, rest.height - sentences.count - Self.mostWide, 3))
        drawSteps(facts, scene, into: &grid, &below)
        let words = rest.removeBottom(min(sentences.count, max(0, rest.height - 6)))
        for (index, line) in sentences.prefix(words.height).enumerated() {
            grid.write(line, words.column + 1, words.row + index, limit: words.width - 2)
        }
        let tableWidth = min(rest.width * 54 / 100, 64)
        var left = rest
        left.width = tableWidth
        let right = Rect(
            column: rest.column + tableWidth + 1,
            row: rest.row,
            width: rest.width - tableWidth - 1,
            height: rest.height
        )
        let heading = left.removeTop(1)
        Heading(groups: [[Span("what if", .title)], [Span(facts.sampleWords, .faint)]]).draw(into: &grid, heading)
        ClipTable(facts: facts).draw(into: &grid, left)
        NormBins(facts: facts).draw(into: &grid, right)
    }

    /// Draws the steps one by one: their norms if there is room, and the shares removed.
    private func drawSteps(_ facts: ClipFacts, _ scene: Scene, into grid: inout CellGrid, _ area: inout Rect) {
        let strokes = RemovedShare(facts, scene.state, glyphs: scene.glyphs, isAligned: true)
        if area.height >= Self.leastChart + 4, let first = strokes.steps.first, let last = strokes.steps.last {
            var chart = NormChart().chart(scene, width: area.width)
            chart.axis = StepAxis(first.position...last.position)
            chart.draw(into: &grid, area.removeTop(area.height * 6 / 10))
        }
        strokes.draw(into: &grid, area)
    }

    private func sentences(_ facts: ClipFacts, _ state: RunState, width: Int) -> [Line] {
        let sentence = facts.whatIfSentence.map { $0.wrapped(to: width) } ?? []
        return sentence + [facts.largestLine(state), facts.driftLine].compactMap { $0 }
    }
}
