import Telemetry

/// The total gradient norm before and after clipping, and max_norm.
struct NormChart: ChartPanel {
    let name: PanelName = "norm"
    let searchName = "gradient norm"

    func demand(in _: Scene) -> Demand? { Demand(place: .main, least: 4, weight: 2, rank: 0) }

    func compared(_ state: RunState) -> Series? { state.gradNorm }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let state = scene.state
        let isNarrow = width < Chart.narrow
        return Chart(
            name: isNarrow ? "grad norm" : "gradient norm",
            figures: figures(scene, isNarrow: isNarrow),
            traces: [
                Trace(series: state.rewoundSteps.gradNorm, role: .faint, style: .rewoundSteps),
                Trace(series: state.idleMaxNorm, role: .maxNorm, style: .idleThreshold),
                Trace(series: state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, style: .threshold),
            ],
            watched: [state.gradNorm],
            marks: scene.marks(of: ["max_norm", "clip"]),
            alarms: scene.alarmPlaces([.normSpike, .normOverflow, .endlessClipping, .idleClipping]),
            spikeAlarms: scene.alarmPlaces([.normSpike]),
            tried: tried(scene),
            axis: scene.axis,
            scaling: scene.scaling(of: name, .logarithmic),
            smoothing: scene.view.smoothing,
            cursor: scene.view.cursor,
            glyphs: scene.glyphs
        )
    }

    private func tried(_ scene: Scene) -> TriedLevel? {
        guard scene.tried != nil else { return nil }
        let facts = ClipFacts(scene.state, window: scene.view.clipWindow, tried: scene.tried)
        return facts.triedNorm.map { TriedLevel(value: $0, from: facts.sample.first ?? 0) }
    }

    private func figures(_ scene: Scene, isNarrow: Bool) -> [Line] {
        let state = scene.state
        let digits = isNarrow ? 3 : 4
        func figure(_ name: String, _ series: Series, _ latest: Double?, _ role: Role) -> Line {
            scene.figure(name, of: series, latest: latest, role) { NumberFormat.fixedWidth($0, digits: digits) }
        }
        return [
            scene.moment(of: state.gradNorm, isShort: !scene.isFull(name)),
            figure(isNarrow ? "pre " : "pre-clip ", state.gradNorm, state.latest?.gradNorm, .gradNorm),
            figure(isNarrow ? "post " : "post-clip ", state.clippedNorm, state.latest?.clippedNorm, .clippedNorm),
            threshold(scene, isNarrow: isNarrow),
        ]
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
