import Telemetry

/// A panel that is one chart over the steps.
protocol ChartPanel: Panel {
    /// What is typed to find it.
    var searchName: String { get }

    /// - Parameter width: columns it will have; with few, the words get shorter.
    func chart(_ scene: Scene, width: Int) -> Chart

    /// What another run has of the number that it is about; nil where it has none.
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

    /// The same number of the runs that this one is compared with.
    private func overlays(_ scene: Scene) -> [Trace] {
        scene.compared.enumerated().compactMap { place, run in
            compared(run.state).map { Trace(series: $0, role: .run(place)) }
        }
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        let parts = scene.isFull(name) ? FullChart.Parts(area, isZoomed: !scene.view.window.isWhole) : nil
        if let strip = parts?.strip, strip.contains(position) {
            return StepAxis(whole: scene.state).place(at: position, in: strip).map { .stripPlace($0) }
        }
        let chart = parts?.chart ?? area
        guard chart.contains(position) else { return nil }
        return scene.axis.place(at: position, in: chart).map { .step($0) }
    }
}

extension Scene {
    /// What the operator has left out of the screen, and how it comes back.
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
    /// The place at a position of a chart; nil beside its plot.
    func place(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (column, width) = (position.column - area.column - Chart.gutter, area.width - Chart.gutter)
        guard column >= 0, width > 0, column < width else { return nil }
        return place(column, of: width)
    }
}

extension Scene {
    /// The places at which alarms of some rules were raised.
    func alarmPlaces(_ rules: Set<AlarmRule>) -> [Int] {
        state.alarms.entries.filter { rules.contains($0.report.rule) && !$0.isRewound }.map(\.place)
    }

    /// A mark for each rewind, for each change of the settings that a chart draws, and for the snapshot being chosen.
    func marks(of settings: Set<String> = []) -> [Chart.Mark] {
        let marks: [Chart.Mark] = state.timelineEntries.compactMap { timelineEntry in
            guard !timelineEntry.isRewound, let step = timelineEntry.place else { return nil }
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
                step: state.places.place(of: chosen.step),
                label: NumberFormat.count(chosen.step),
                role: .selected
            )
        ]
    }

    /// How a chart is scaled, as the operator wants it.
    func scaling(of panel: PanelName, _ automatic: Scaling.Automatic = .bySpan) -> Scaling {
        Scaling(automatic: automatic, kind: view.scales[panel], isRobust: view.robust[panel])
    }

    /// A name and the value at the cursor; without a cursor, the latest value.
    ///
    /// - Parameter format: how a finite value is written.
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

    /// Which steps the figures in a title are of; empty where they are the latest ones.
    ///
    /// - Parameters:
    ///   - series: the one that the title is about.
    ///   - isShort: true where one step is not named, since the axis names it.
    func moment(of series: Series, isShort: Bool = false) -> Line {
        guard let cursor = view.cursor else { return [] }
        let places = series.reading(at: cursor)?.places ?? cursor..<cursor + 1
        return isShort && places.count == 1 ? [] : [Span(state.places.phrase(places), .cursor)]
    }
}
