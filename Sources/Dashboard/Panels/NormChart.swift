import Telemetry

/// The total gradient norm before and after clipping, and max_norm.
struct NormChart: ChartPanel {
    let name: PanelName = "norm"
    let searchName = Self.title

    private static let title = "gradient norm"

    func demand(in _: Scene) -> Demand? { Demand(region: .main, least: 4, weight: 2, rank: 0) }

    func compared(_ state: RunState) -> Series? { state.gradNorm }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let state = scene.state
        var chart = Chart(
            Self.title,
            in: scene,
            figures: figures(scene, width: width),
            traces: [
                Trace(series: state.rewoundSteps.gradNorm, role: .faint, style: .rewoundSteps),
                Trace(series: state.idleMaxNorm, role: .maxNorm, style: .idleThreshold),
                Trace(series: state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, style: .threshold),
            ]
        )
        chart.watched = [state.gradNorm]
        chart.marks = scene.marks(of: ["max_norm", "clip"])
        chart.alarms = scene.alarmPositions([.normSpike, .normOverflow, .clipAlways, .clipIdle])
        chart.spikeAlarms = scene.alarmPositions([.normSpike])
        chart.tried = tried(scene)
        chart.scaling = scene.scaling(of: name, .logarithmic)
        return chart
    }

    private func tried(_ scene: Scene) -> TriedLevel? {
        guard scene.tried != nil else { return nil }
        let facts = ClipFacts(scene.state, window: scene.view.clipWindow, tried: scene.tried)
        return facts.triedNorm.map { TriedLevel(value: $0, from: facts.sample.first ?? 0) }
    }

    private func figures(_ scene: Scene, width available: Int) -> [Line] {
        let state = scene.state
        let isNarrow = available < Chart.narrow
        func figure(_ name: String, _ series: Series, _ latest: Double?, _ role: Role) -> Line {
            scene.figure(name, of: series, latest: latest, role) {
                NumberFormat.fixedWidth($0, digits: isNarrow ? 3 : 4)
            }
        }
        let norm = figure("", state.gradNorm, state.latest?.gradNorm, .gradNorm)
        let clipped = figure(isNarrow ? " → " : "clipped ", state.clippedNorm, state.latest?.clippedNorm, .clippedNorm)
        let norms = isNarrow ? [norm + clipped] : [norm, clipped]
        let moment = scene.moment(of: state.gradNorm, isShort: !scene.isFull(name))
        let threshold = threshold(scene, isNarrow: isNarrow)
        // max_norm is always shown; the clipped norm is dropped first.
        let width = ([moment, threshold] + norms).reduce(Self.title.count + 4) { $0 + ($1.isEmpty ? 0 : $1.width + 2) }
        return width <= available ? [moment] + norms + [threshold] : [moment, norm, threshold]
    }

    private func threshold(_ scene: Scene, isNarrow: Bool) -> Line {
        let state = scene.state
        func line(_ value: String, isUnused: Bool) -> Line {
            [
                Span("max_norm ", .faint), Span(value, isUnused && isNarrow ? .faint : .maxNorm),
                Span(isUnused && !isNarrow ? " unused" : "", .faint),
            ]
        }
        if let cursor = scene.view.cursor {
            if let used = state.maxNorm.reading(at: cursor) {
                return line(used.text(NumberFormat.setting), isUnused: false)
            }
            return state.idleMaxNorm.reading(at: cursor).map { line($0.text(NumberFormat.setting), isUnused: true) }
                ?? []
        }
        guard let value = state.threshold else { return [] }
        if state.clipKind == .value {
            return [Span("±", .faint), Span(NumberFormat.setting(value), .maxNorm), Span(" per element", .faint)]
        }
        return line(NumberFormat.setting(value), isUnused: state.clipKind == .off)
    }
}
