import Telemetry

/// The total gradient norm before and after clipping, and max_norm.
struct NormChart: ChartPanel {
    let name: PanelName = "norm"

    func demand(in _: Scene) -> Demand? { Demand(place: .main, least: 4, weight: 2, rank: 0) }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let state = scene.state
        return Chart(
            title: title(state, isNarrow: width < Chart.narrow),
            traces: [
                Trace(series: state.takenBack.gradNorm, role: .faint, isTakenBack: true),
                Trace(series: state.idleMaxNorm, role: .maxNorm, isFaint: true),
                Trace(series: state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, isThreshold: true),
            ],
            watched: [state.gradNorm],
            marks: scene.marks(of: ["max_norm", "clip"]),
            axis: scene.axis,
            wantsLog: true,
            glyphs: scene.glyphs
        )
    }

    private func title(_ state: RunState, isNarrow: Bool) -> [Line] {
        let digits = isNarrow ? 3 : 4
        func figure(_ name: String, _ value: Double?, _ role: Role) -> Line {
            guard let value else { return [] }
            return [
                Span(name, .faint), Span(Figure.measured(value, digits: digits), value.isFinite ? role : .bad),
            ]
        }
        var title: [Line] = [
            [Span(isNarrow ? "grad norm" : "gradient norm", .title), Span(isNarrow ? "" : " log", .faint)],
            figure(isNarrow ? "pre " : "pre-clip ", state.latest?.gradNorm, .gradNorm),
            figure(isNarrow ? "post " : "post-clip ", state.latest?.clippedNorm, .clippedNorm),
        ]
        if let threshold = state.number("max_norm") ?? state.latest?.maxNorm {
            let isUnused = state.word("clip") == "none"
            title.append([
                Span("max_norm ", .faint),
                Span(Figure.setting(threshold), isUnused && isNarrow ? .faint : .maxNorm),
                Span(isUnused && !isNarrow ? " unused" : "", .faint),
            ])
        }
        return title
    }
}
