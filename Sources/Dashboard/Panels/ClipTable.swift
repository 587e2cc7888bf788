import Telemetry

/// The effect of each candidate threshold: the share of steps clipped, the mean coefficient, and the effective learning rate.
struct ClipTable: View {
    let facts: ClipFacts

    /// The widths of the reason and of the threshold.
    private static let (reason, value) = (4, 9)
    /// The widths of the mean coefficient and of the learning rate, with short and with full headings.
    private static let (narrowCoefficient, wideCoefficient, narrowRate, wideRate) = (7, 13, 10, 13)
    /// The least width of a bar.
    private static let leastBar = 6

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard area.height > 1, area.width > 1, facts.sample.finite > 0 else { return }
        let columns = columns(area.width - 1)
        drawHeader(columns, into: &grid, area)
        let rows = facts.candidates.mostRelevant(area.height - 1)
        for (index, candidate) in rows.enumerated() {
            draw(candidate, columns, into: &grid, area, area.row + 1 + index)
        }
    }

    /// The ends of the columns, relative to the area's second column; nil for columns that do not fit.
    private struct Columns {
        var share: Int
        var coefficient: Int
        var effectiveLR: Int?
        var bar: Int?
    }

    private func columns(_ width: Int) -> Columns {
        let share = Self.reason + Self.value + (width < 46 ? 8 : 12)
        let (narrow, wide) = (share + Self.narrowCoefficient, share + Self.wideCoefficient)
        // A short heading of the coefficient leaves room for the rate.
        let wideRate = facts.isScaleInvariant == nil ? Self.wideRate : Self.narrowRate
        let isRateFitting = facts.showsEffectiveLR && wide + wideRate <= width
        let yieldsToRate = facts.showsEffectiveLR && !isRateFitting && narrow + Self.narrowRate <= width
        var columns = Columns(share: share, coefficient: width < 38 || yieldsToRate ? narrow : wide)
        var end = columns.coefficient
        if isRateFitting || yieldsToRate {
            end += yieldsToRate ? Self.narrowRate : wideRate
            columns.effectiveLR = end
        }
        if end + 2 + Self.leastBar <= width { columns.bar = end + 2 }
        return columns
    }

    private func drawHeader(_ columns: Columns, into grid: inout CellGrid, _ area: Rect) {
        let start = area.column + 1
        let isNarrow = columns.share < 25
        func write(_ text: String, _ end: Int) {
            grid.write(endingAt: min(start + end, area.column + area.width), text, area.row, limit: 12, .faint)
        }
        write("max_norm", Self.reason + Self.value)
        write(facts.kind == .norm ? "clips" : isNarrow ? "would" : "would clip", columns.share)
        write(
            columns.coefficient < columns.share + Self.wideCoefficient ? "factor" : "mean factor",
            columns.coefficient
        )
        guard let rate = columns.effectiveLR else { return }
        let isShort = rate - columns.coefficient < Self.wideRate
        write(facts.isScaleInvariant != nil ? "eff. lr" : isShort ? "lr×factor" : "lr × factor", rate)
    }

    private func draw(
        _ candidate: ClipCandidate,
        _ columns: Columns,
        into grid: inout CellGrid,
        _ area: Rect,
        _ row: Int
    ) {
        let start = area.column + 1
        let end = area.column + area.width
        let whatIf = facts.sample.whatIf(candidate.maxNorm)
        let isMarked = candidate.maxNorm == facts.marked
        let isTried = candidate.reason == .tried
        let role: Role = isTried ? .whatIf : candidate.reason == .inForce ? .maxNorm : .text
        func write(_ text: String, _ offset: Int, _ role: Role) {
            grid.write(endingAt: min(start + offset, end), text, row, limit: 10, role)
        }
        if isMarked { grid[start, row] = Cell("▸", role == .text ? .strong : role) }
        grid.write(candidate.reason.word, start + 1, row, limit: min(3, area.width - 2), .faint)
        write(NumberFormat.setting(candidate.maxNorm), Self.reason + Self.value, role)
        let share = facts.percent(whatIf.share, isExact: facts.sample.isExact)
        write(share, columns.share, isMarked ? .strong : .text)
        guard let mean = whatIf.meanCoefficient else { return }
        let digits = columns.coefficient - columns.share < Self.wideCoefficient ? 2 : 3
        write(NumberFormat.fixedWidth(mean, digits: digits), columns.coefficient, isMarked ? .strong : .text)
        if let offset = columns.effectiveLR, let lr = facts.lr {
            write(NumberFormat.fixedWidth(lr * mean, digits: 3), offset, .lr)
        }
        if let offset = columns.bar {
            let bar = Rect(column: start + offset, row: row, width: end - start - offset - 1, height: 1)
            Bar(share: whatIf.share ?? 0, role: isTried ? .whatIf : .removed).draw(into: &grid, bar)
        }
    }
}
