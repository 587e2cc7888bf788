import Telemetry

/// The share of each step's gradient that clipping removed, as strokes from the bottom: the newest step on the right, all of it at the top.
/// While a value is tried, what it would have removed.
struct RemovedShare: View {
    let facts: ClipFacts
    /// The steps shown, oldest first.
    let steps: ArraySlice<ClipStep>
    let glyphs: GlyphSet
    /// True below a chart of the same steps, whose columns it shares.
    let isAligned: Bool

    init(_ facts: ClipFacts, _ state: RunState, glyphs: GlyphSet, isAligned: Bool = false) {
        self.isAligned = isAligned
        self.facts = facts
        self.glyphs = glyphs
        steps = state.clipping.recent.suffix((facts.triedNorm == nil ? facts.done : facts.sample).count)
    }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard area.height > 1, area.width > 2 else { return }
        Heading(groups: title).draw(into: &grid, area)
        let rows = area.dropping(rows: 1)
        let left = isAligned ? Chart.gutter : 1
        var canvas = Canvas(width: max(0, rows.width - left - (isAligned ? 0 : 1)), height: rows.height, glyphs: glyphs)
        let columns = canvas.columns
        guard let first = steps.first, let last = steps.last, columns > 0 else { return }
        if isAligned {
            let axis = StepAxis(first.place...last.place)
            drawSteps(on: &canvas) { axis.column(steps[$0].place, of: columns) }
            for row in rows.row..<rows.row + rows.height { grid[rows.column + left - 1, row] = Cell("│", .frame) }
            grid.write(endingAt: rows.column + left - 1, "all", rows.row, limit: left - 1, .faint)
        } else {
            let (count, used) = (steps.count, min(columns, steps.count))
            drawSteps(on: &canvas) { columns - used + ($0 - steps.startIndex) * used / count }
        }
        canvas.draw(into: &grid, column: rows.column + left, row: rows.row)
    }

    /// Strokes from the bottom, each as wide as to the next step. Where a column stands for several steps, the one that lost
    /// most counts.
    private func drawSteps(on canvas: inout Canvas, _ column: (Int) -> Int) {
        var index = steps.startIndex
        while index < steps.endIndex {
            let place = column(index)
            var next = index + 1
            while next < steps.endIndex, column(next) == place { next += 1 }
            let end = next < steps.endIndex ? column(next) - 1 : canvas.columns - 1
            let part = steps[index..<next]
            let isFinite = part.allSatisfy(\.norm.isFinite)
            let most = isFinite ? part.map(removed).max() ?? 0 : 1
            let height = most > 0 ? max(1, Int((min(most, 1) * Double(canvas.rows)).rounded())) : 0
            for column in place...max(place, end) where height > 0 {
                canvas.vertical(column, canvas.rows - height, canvas.rows - 1, isFinite ? role : .bad)
            }
            index = next
        }
    }

    private var role: Role { facts.triedNorm == nil ? .removed : .whatIf }

    /// True where it is not known of any step.
    var isEmpty: Bool { facts.triedNorm == nil && facts.done.removed == nil && facts.done.nonFinite == 0 }

    /// 0 to 1; 0 where it is not known.
    private func removed(from step: ClipStep) -> Double {
        let coefficient = facts.triedNorm.map { WhatIf.coefficient(of: step.norm, under: $0) } ?? step.coefficient
        return coefficient.isFinite ? 1 - coefficient : 0
    }

    private var title: [Line] {
        let isTried = facts.triedNorm != nil
        let mean = facts.triedNorm.map { facts.sample.whatIf($0).removed } ?? facts.done.removed
        var title: [Line] = [[Span(isTried ? "would be removed" : "removed", .title), Span(" per step", .faint)]]
        if let mean { title.append([Span("mean ", .faint), Span(NumberFormat.percent(mean), role)]) }
        return title
    }
}
