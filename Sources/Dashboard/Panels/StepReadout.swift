import Telemetry

/// The figures of the step at the cursor, or of the latest step without a cursor.
struct StepReadout: View {
    /// Its height in rows, title included.
    static let height = 4
    /// The distance within which neighbors of a step are searched.
    private static let reach = 4096

    var scene: Scene
    var chart: Chart

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let position = scene.view.cursor ?? scene.state.steps.upperBound
        let series = chart.primary?.series ?? Series()
        let reading = series.reading(at: position)
        let phrase = scene.state.positions.phrase(reading?.positions ?? position..<position + 1)
        let hint = scene.view.cursor == nil ? "latest · ← → set the cursor" : ""
        Heading(groups: [[Span(phrase, .title)], Line(hint, .faint)]).draw(into: &grid, area)
        let rows = [primary(reading, series), others(at: position), occasional(at: position)]
        for (index, line) in rows.prefix(area.height - 1).enumerated() {
            grid.write(line, area.column + 1, area.row + 1 + index, limit: area.width - 1)
        }
    }

    private func primary(_ reading: Reading?, _ series: Series) -> Line {
        guard let trace = chart.primary, let reading else { return [Span("no value at this step", .faint)] }
        let around = series.neighbors(of: reading.positions, within: Self.reach)
        let neighbors: [Line] = [("before", around.before), ("after", around.after)].compactMap { name, other in
            other.map { [Span("\(name) ", .faint), Span($0.text { NumberFormat.fixedWidth($0) }, .text)] }
        }
        return ([value(chart.name, reading, trace.role) { NumberFormat.fixedWidth($0) }] + neighbors).joined()
    }

    /// The numbers of every step, except the chart's own.
    private func others(at position: Int) -> Line {
        let state = scene.state
        let (before, after) = (state.gradNorm.reading(at: position), state.clippedNorm.reading(at: position))
        let figures: [(String, Reading?, Role, (Double) -> String)] = [
            ("loss", state.loss.reading(at: position), .loss, { NumberFormat.fixedWidth($0) }),
            ("gradient norm", before, .gradNorm, { NumberFormat.fixedWidth($0) }),
            ("clipped", after, .clippedNorm, { NumberFormat.fixedWidth($0) }),
            (
                "max_norm", (state.maxNorm.reading(at: position) ?? state.idleMaxNorm.reading(at: position)), .maxNorm,
                NumberFormat.setting
            ),
            ("clip factor", clipFactor(before, after), .text, { NumberFormat.compact($0, digits: 3) }),
            ("lr", state.lr.reading(at: position), .lr, NumberFormat.setting),
        ]
        let lines: [Line] = figures.filter { $0.2 != chart.primary?.role }.compactMap { name, reading, role, format in
            reading.map { value(name, $0, role, format) }
        }
        return lines.isEmpty ? [Span("nothing recorded at this step", .faint)] : lines.joined()
    }

    /// The clip factor, if both norms are exact; nil otherwise.
    private func clipFactor(_ before: Reading?, _ after: Reading?) -> Reading? {
        guard let before, let after, before.bucket.count == 1, after.bucket.count == 1, before.bucket.last > 0 else {
            return nil
        }
        var bucket = Series.Bucket()
        bucket.add(after.bucket.last / before.bucket.last)
        return Reading(positions: before.positions, bucket: bucket)
    }

    /// The numbers that only some steps have.
    private func occasional(at position: Int) -> Line {
        let state = scene.state
        var lines: [Line] = []
        let evaluation =
            state.evaluationLoss.reading(at: position)
            ?? state.evaluationLoss.neighbors(of: position..<position, within: Self.reach).before
        if let evaluation {
            let at =
                evaluation.positions.contains(position) ? "" : " at " + state.positions.phrase(evaluation.positions)
            lines.append(value("eval", evaluation, .evaluation) { NumberFormat.fixedWidth($0) } + [Span(at, .faint)])
        }
        for extra in scene.otherMetrics where extra.info.title != chart.name {
            if let reading = extra.series.reading(at: position) {
                lines.append(value(extra.info.title, reading, .layer, extra.info.text))
            }
        }
        if let inspection = state.layerHistory.inspection(at: position), inspection.positions.contains(position) {
            let layers = inspection.layers.map { "\($0.name) \(NumberFormat.compact($0.value, digits: 3))" }
            lines.append([Span("layers ", .faint), Span(layers.joined(separator: "  "), .layer)])
        }
        return lines.joined()
    }

    private func value(_ name: String, _ reading: Reading, _ role: Role, _ format: (Double) -> String) -> Line {
        [Span("\(name) ", .faint), Span(reading.text(format), reading.bucket.last.isFinite ? role : .bad)]
    }
}
