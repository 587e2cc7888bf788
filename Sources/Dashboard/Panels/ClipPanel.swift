import Telemetry

/// What clipping does: the clip kind in force, how often it engaged of late, and by how much.
struct ClipPanel: Panel {
    let name: PanelName = "clipping"

    func demand(in scene: Scene) -> Demand? {
        let extra = scene.state.updateRatio == nil ? 0 : 1
        return Demand(place: .side, least: 3 + extra, most: 9 + extra, weight: 1.2, rank: 0)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        ClipFigures(state: scene.state, glyphs: scene.glyphs).draw(into: &grid, area)
    }
}

/// What the panel of clipping shows.
private struct ClipFigures: View {
    var state: RunState
    var glyphs: GlyphSet

    /// Where the figures end: behind "update ratio" and its longest, 0.00012.
    private static let figureEnd = 21

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let count = state.clipping.count
        Heading(groups: [
            [Span("clipping", .title)], [Span(count > 0 ? "last \(Figure.plural(count, "step"))" : "", .faint)],
        ])
        .draw(into: &grid, area)
        var rest = area.dropping(rows: 1)
        let first = rest.takeTop(1)
        guard !first.isEmpty else { return }
        grid.write(kindLine, first.column + 1, first.row, limit: first.width - 1)
        drawGauge(
            into: &grid,
            rest.takeTop(1),
            "rate",
            state.clipping.rate,
            state.clipping.rate.map(Figure.percent) ?? "-",
            .gradNorm
        )
        drawGauge(
            into: &grid,
            rest.takeTop(1),
            "coefficient",
            state.clipping.last,
            state.clipping.last.map { Figure.short($0, digits: 3) } ?? "-",
            .clippedNorm
        )
        if let ratio = state.updateRatio { drawUpdate(ratio, into: &grid, rest.takeTop(1)) }
        guard rest.height > 0 else { return }
        let mean = state.clipping.mean.map { Figure.short($0, digits: 3) } ?? "-"
        let label = rest.takeTop(1)
        grid.write(
            [Span("coefficient of each step", .faint), Span("  mean ", .faint), Span(mean, .text)],
            label.column + 1,
            label.row,
            limit: label.width - 1
        )
        drawCoefficients(into: &grid, rest)
    }

    /// What became of the gradient: how far the weights moved, and where it fits what clipping means to the optimizer.
    private func drawUpdate(_ ratio: Double, into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let name = "update ratio "
        let figure = Figure.measured(ratio, digits: 2)
        let end = area.column + Self.figureEnd
        grid.write(name, area.column + 1, area.row, limit: area.width - 1, .faint)
        grid.write(endingAt: end, figure, area.row, limit: figure.count, ratio > 0 ? .strong : .bad)
        let width = optimizerNote.width
        if end + 2 + width < area.column + area.width { grid.write(optimizerNote, end + 2, area.row, limit: width) }
    }

    /// Clipping shortens the step, as under SGD, unless the optimizer divides the length of the gradient out again.
    private var optimizerNote: Line {
        guard let isScaleInvariant = state.run?.isScaleInvariant else { return [] }
        if isScaleInvariant { return [Span("scale-invariant", .faint)] }
        guard let lr = state.latest?.lr, let coefficient = state.latest?.clipCoefficient else { return [] }
        return [Span("effective lr", .faint), Span(" \(Figure.short(lr * coefficient, digits: 3))", .lr)]
    }

    private var kindLine: Line {
        let threshold = state.number("max_norm") ?? state.latest?.maxNorm
        guard let kind = state.word("clip") ?? state.latest?.clip else {
            return threshold.map { [Span("max_norm ", .faint), Span(Figure.setting($0), .maxNorm)] } ?? [
                Span("no clipping reported", .faint)
            ]
        }
        switch kind {
        case "none":
            return [Span("off", .warning), Span(" (norms measured only)", .faint)]
        case "value":
            return [
                Span("by value", .strong), Span(", ±", .faint),
                Span(threshold.map(Figure.setting) ?? "?", .maxNorm), Span(" per element", .faint),
            ]
        default:
            return [
                Span("by \(kind)", .strong), Span(", max ", .faint),
                Span(threshold.map(Figure.setting) ?? "?", .maxNorm),
            ]
        }
    }

    private func drawGauge(
        into grid: inout CellGrid,
        _ area: Rect,
        _ name: String,
        _ share: Double?,
        _ text: String,
        _ role: Role
    ) {
        guard !area.isEmpty else { return }
        grid.write(name, area.column + 1, area.row, limit: area.width - 1, .faint)
        grid.write(
            endingAt: area.column + Self.figureEnd,
            text,
            area.row,
            limit: 7,
            (share ?? 0).isFinite ? .strong : .bad
        )
        let bar = Rect(
            column: area.column + Self.figureEnd + 1,
            row: area.row,
            width: area.width - Self.figureEnd - 2,
            height: 1
        )
        Bar(share: share ?? 0, role: role).draw(into: &grid, bar)
    }

    /// The coefficients of the last steps, newest on the right; 1 is the top, and what clipping took away hangs down from it.
    private func drawCoefficients(into grid: inout CellGrid, _ area: Rect) {
        guard area.width > 2, area.height > 0 else { return }
        var canvas = Canvas(width: area.width - 2, height: area.height, glyphs: glyphs)
        let all = state.clipping.coefficients
        let columns = min(canvas.columns, all.count)
        func row(_ coefficient: Double) -> Int {
            canvas.rows - 1 - Int((min(max(coefficient, 0), 1) * Double(canvas.rows - 1)).rounded())
        }
        var before: Int?
        for column in 0..<columns {
            // Where a column stands for several steps it reaches from the lowest to the highest.
            let part = all[column * all.count / columns..<(column + 1) * all.count / columns].filter(\.isFinite)
            guard let low = part.min(), let high = part.max(), let last = part.last else {
                before = nil
                continue
            }
            let place = canvas.columns - columns + column
            canvas.vertical(place, row(high), row(low), .clippedNorm)
            if let before { canvas.vertical(place, before, row(part[0]), .clippedNorm) }
            before = row(last)
        }
        canvas.draw(into: &grid, column: area.column + 1, row: area.row)
    }
}

/// A horizontal bar on one row.
struct Bar: View {
    /// 0 to 1; what is not finite counts as 0.
    var share: Double
    var role: Role

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let halves = Int(((share.isFinite ? min(max(share, 0), 1) : 0) * Double(area.width * 2)).rounded())
        grid.fill("─", area.column, area.row, width: area.width, .gaugeEmpty)
        grid.fill("━", area.column, area.row, width: halves / 2, role)
        if halves % 2 > 0 { grid[area.column + halves / 2, area.row] = Cell("╸", role) }
    }
}
