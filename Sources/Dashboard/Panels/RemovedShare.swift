import Telemetry

/// The share of each step's gradient that clipping removed, as strokes from the bottom, full height for all of it, newest step
/// on the right. While a value is tried, the share that it would have removed.
struct RemovedShare: View {
    let facts: ClipFacts
    /// The steps shown, oldest first.
    let steps: ArraySlice<ClipStep>
    let glyphs: GlyphSet
    /// True if its columns are aligned with a chart of the same steps above it.
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
            let axis = StepAxis(first.position...last.position)
            drawSteps(on: &canvas) { axis.column(steps[$0].position, of: columns) }
            for row in rows.row..<rows.row + rows.height { grid[rows.column + left - 1, row] = Cell("│", .frame) }
            grid.write(endingAt: rows.column + left - 1, "all", rows.row, limit: left - 1, .faint)
        } else {
            let (count, used) = (steps.count, min(columns, steps.count))
            drawSteps(on: &canvas) { columns - used + ($0 - steps.startIndex) * used / count }
        }
        canvas.draw(into: &grid, column: rows.column + left, row: rows.row)
    }

    /// Draws a stroke per step, as wide as the distance to the next one. If several steps share a column, the largest share
    /// counts.
    private func drawSteps(on canvas: inout Canvas, _ column: (Int) -> Int) {
        var index = steps.startIndex
        while index < steps.endIndex {
            let start = column(index)
            var next = index + 1
            while next < steps.endIndex, column(next) == start { next += 1 }
            let end = next < steps.endIndex ? column(next) - 1 : canvas.columns - 1
            let part = steps[index..<next]
            let isFinite = part.allSatisfy(\.norm.isFinite)
            let most = isFinite ? part.map(removed).max() ?? 0 : 1
            let height = most > 0 ? max(1, Int((min(most, 1) * Double(canvas.rows)).rounded())) : 0
            for column in start...max(start, end) where height > 0 {
                canvas.vertical(column, canvas.rows - height, canvas.rows - 1, isFinite ? role : .bad)
            }
            index = next
        }
    }

    private var role: Role { facts.triedNorm == nil ? .removed : .whatIf }

    /// True if the share is unknown for all steps.
    var isEmpty: Bool { facts.triedNorm == nil && facts.done.removed == nil && facts.done.nonFinite == 0 }

    /// The share removed from a step, 0 to 1; 0 if unknown.
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
