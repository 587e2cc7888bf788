import Telemetry

/// A panel that is one chart over the steps.
protocol ChartPanel: Panel {
    /// The words that the chart filter searches.
    var searchName: String { get }

    /// - Parameter width: the width in columns; titles are abbreviated if it is small.
    func chart(_ scene: Scene, width: Int) -> Chart

    /// The series of another run for comparison; nil if it has none.
    func compared(_ state: RunState) -> Series?
}

extension ChartPanel {
    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        var chart = chart(scene, width: area.width)
        if name == scene.charts.first { chart.trailing = scene.omissions }
        chart.traces = overlays(scene) + chart.traces
        if scene.isFull(name) {
            FullChart(scene: scene, chart: chart).draw(into: &grid, area)
        } else {
            chart.draw(into: &grid, area)
        }
    }

    func hints(in _: Scene) -> [KeyHint] {
        [
            KeyHint("← →", "step"), KeyHint("z Z 0", "zoom"), KeyHint("( )", "spike"), KeyHint("PgUp PgDn", "page"),
            KeyHint("y Y", "scale"), KeyHint("S", "smooth"), KeyHint("Tab", "next"),
        ]
    }

    /// The series of the compared runs.
    private func overlays(_ scene: Scene) -> [Trace] {
        scene.compared.enumerated().compactMap { index, run in
            compared(run.state).map { Trace(series: $0, role: .run(index)) }
        }
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        let parts = scene.isFull(name) ? FullChart.Parts(area, isZoomed: !scene.view.window.isWhole) : nil
        if let strip = parts?.strip, strip.contains(position) {
            return StepAxis(whole: scene.state).position(at: position, in: strip).map { .stripPosition($0) }
        }
        let chart = parts?.chart ?? area
        guard chart.contains(position) else { return nil }
        return scene.axis.position(at: position, in: chart).map { .step($0) }
    }
}

extension Scene {
    /// The chart filter and the number of hidden panels.
    fileprivate var omissions: Line {
        var line = Line()
        if !view.filter.isEmpty { line.append(Span("/\(shortened(view.filter, to: 12))", .key)) }
        if !view.hidden.isEmpty {
            line.append(Span((line.isEmpty ? "" : "  ") + "\(view.hidden.count) hidden", .faint))
        }
        return line
    }
}

extension StepAxis {
    /// The position on the step axis of a cell of a chart; nil for a cell outside its plot.
    func position(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (column, width) = (position.column - area.column - Chart.gutter, area.width - Chart.gutter)
        guard column >= 0, width > 0, column < width else { return nil }
        return self.position(column, of: width)
    }
}

extension Scene {
    /// The positions of the alarms of some rules.
    func alarmPositions(_ rules: Set<AlarmRule>) -> [Int] {
        state.alarms.entries.filter { rules.contains($0.report.rule) && !$0.isRewound }.map(\.position)
    }

    /// A mark for each rewind, for each change of the settings that a chart draws, and for the snapshot being chosen.
    func marks(of settings: Set<String> = []) -> [Chart.Mark] {
        let marks: [Chart.Mark] = state.timelineEntries.compactMap { timelineEntry in
            guard !timelineEntry.isRewound, let step = timelineEntry.position else { return nil }
            switch timelineEntry.kind {
            case .rewind, .order(.restart), .order(.jump):
                return Chart.Mark(step: step, label: timelineEntry.mark, role: .strong)
            case .applied(let name?) where settings.contains(name):
                return Chart.Mark(step: step, label: timelineEntry.mark, role: name == "lr" ? .lr : .marker)
            default: return nil
            }
        }
        guard let chosen = snapshotPicker?.chosen(of: state.snapshots) else { return marks }
        return marks + [
            Chart.Mark(
                step: state.positions.position(of: chosen.step),
                label: NumberFormat.count(chosen.step),
                role: .selected
            )
        ]
    }

    /// The scaling of a chart by the operator's choices.
    func scaling(of panel: PanelName, _ automatic: Scaling.Automatic = .bySpan) -> Scaling {
        Scaling(automatic: automatic, kind: view.scales[panel], isRobust: view.robust[panel])
    }

    /// A name with the value at the cursor, or the latest value without a cursor.
    ///
    /// - Parameter format: formats a finite value.
    func figure(
        _ name: String,
        of series: Series,
        latest: Double?,
        _ role: Role,
        format: (Double) -> String = { NumberFormat.fixedWidth($0) }
    ) -> Line {
        guard let cursor = view.cursor else {
            guard let latest else { return [] }
            let text = latest.isFinite ? format(latest) : NumberFormat.fixedWidth(latest)
            return [Span(name, .faint), Span(text, latest.isFinite ? role : .bad)]
        }
        guard let reading = series.reading(at: cursor) else { return [] }
        return [Span(name, .faint), Span(reading.text(format), reading.bucket.last.isFinite ? role : .bad)]
    }

    /// The steps that the figures in a title belong to; empty for the latest step.
    ///
    /// - Parameters:
    ///   - series: the main series of the chart.
    ///   - isShort: true to omit a single step, which the axis names.
    func moment(of series: Series, isShort: Bool = false) -> Line {
        guard let cursor = view.cursor else { return [] }
        let positions = series.reading(at: cursor)?.positions ?? cursor..<cursor + 1
        return isShort && positions.count == 1 ? [] : [Span(state.positions.phrase(positions), .cursor)]
    }
}
