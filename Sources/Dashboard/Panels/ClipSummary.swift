import Telemetry

/// The first rows of the clip panel: the kind of clipping, its rate and the share it removed, or the effect of a value that
/// is being tried.
struct ClipSummary {
    let facts: ClipFacts
    /// True if two rows fit side by side.
    var isWide = false

    /// The column at which figures end: after "update ratio" and its longest value, 0.0001682.
    private static let figureEnd = 23

    /// Removes the rows it needs from the top of an area.
    func draw(into grid: inout CellGrid, _ area: inout Rect) {
        for line in lines(width: area.width - 2) {
            let row = area.removeTop(1)
            guard !row.isEmpty else { return }
            draw(line, into: &grid, row)
        }
    }

    private enum Row {
        case words(Line)
        case gauge(name: String, share: Double?, text: String, role: Role, note: Line)
        case update(ratio: Double)
    }

    private func lines(width: Int) -> [Row] {
        var first = facts.kindLine
        if isWide, let forecast = facts.forecastLine(isShort: false) { first += Line("   ") + forecast }
        var rows: [Row] = [.words(first)]
        if let sentence = facts.whatIfSentence, !isWide {
            rows += sentence.wrapped(to: width).map(Row.words)
        } else {
            rows += gauges
        }
        if !isWide, let forecast = facts.forecastLine(isShort: width < 40) { rows.append(.words(forecast)) }
        if let ratio = facts.updateRatio { rows.append(.update(ratio: ratio)) }
        return rows
    }

    private var gauges: [Row] {
        let done = facts.done
        if done.finite == 0, done.nonFinite > 0 { return [.words(facts.nonFiniteLine(done))] }
        if facts.kind == .off { return unusedThreshold }
        guard let rate = done.rate else {
            return done.count == 0 && facts.sample.count > 0
                ? [.words(Line("no steps at this setting yet", .faint))] : []
        }
        let note = isWide ? facts.trendLine ?? [] : facts.trendArrow
        let rateText = facts.percent(rate, isExact: done.isExact)
        var rows: [Row] = [.gauge(name: "clipped", share: rate, text: rateText, role: .removed, note: note)]
        if let removed = done.removed {
            rows.append(
                .gauge(name: "removed", share: removed, text: facts.percent(removed), role: .removed, note: [])
            )
        }
        return rows
    }

    /// The effect that the unused threshold of a run would have.
    private var unusedThreshold: [Row] {
        guard let threshold = facts.threshold, facts.sample.finite > 0 else { return [] }
        let whatIf = facts.sample.whatIf(threshold)
        let share = facts.percent(whatIf.share, isExact: facts.sample.isExact)
        return [
            .words([
                Span("max_norm ", .faint), Span(NumberFormat.setting(threshold), .maxNorm),
                Span(" would clip ", .faint),
                Span(share, .strong),
            ])
        ]
    }

    private func draw(_ row: Row, into grid: inout CellGrid, _ area: Rect) {
        switch row {
        case .words(let line): grid.write(line, area.column + 1, area.row, limit: area.width - 1)
        case .gauge(let name, let share, let text, let role, let note):
            drawGauge(name, share, text, role, note, into: &grid, area)
        case .update(let ratio): drawUpdate(ratio, into: &grid, area)
        }
    }

    private func drawGauge(
        _ name: String,
        _ share: Double?,
        _ text: String,
        _ role: Role,
        _ note: Line,
        into grid: inout CellGrid,
        _ area: Rect
    ) {
        grid.write(name, area.column + 1, area.row, limit: area.width - 1, .faint)
        let end = area.column + Self.figureEnd
        grid.write(endingAt: end, text, area.row, limit: 7, (share ?? 0).isFinite ? .strong : .bad)
        let noteWidth = note.isEmpty ? 0 : note.width + 1
        let room = area.width - Self.figureEnd - 2
        let bar = Rect(column: end + 1, row: area.row, width: min(room - noteWidth, 40), height: 1)
        guard bar.width > 2 else { return }
        Bar(share: share ?? 0, role: role).draw(into: &grid, bar)
        if !note.isEmpty { grid.write(note, end + 2 + bar.width, area.row, limit: noteWidth) }
    }

    /// Draws the update ratio, and if it fits, the effect of clipping on the optimizer.
    private func drawUpdate(_ ratio: Double, into grid: inout CellGrid, _ area: Rect) {
        let figure = Metric.updateRatio.info.short(ratio)
        let end = area.column + Self.figureEnd
        grid.write("update ratio", area.column + 1, area.row, limit: area.width - 1, .faint)
        grid.write(endingAt: end, figure, area.row, limit: figure.count, ratio > 0 ? .strong : .bad)
        let width = optimizerNote.width
        if end + 2 + width <= area.column + area.width { grid.write(optimizerNote, end + 2, area.row, limit: width) }
    }

    /// The effective learning rate; for a scale-invariant optimizer, a note.
    private var optimizerNote: Line {
        guard let isScaleInvariant = facts.isScaleInvariant else { return [] }
        if isScaleInvariant { return [Span(facts.scaleNote.text, .faint)] }
        guard let lr = facts.lr, let removed = facts.done.removed else { return [] }
        return [Span("effective lr", .faint), Span(" \(NumberFormat.compact(lr * (1 - removed), digits: 3))", .lr)]
    }
}
