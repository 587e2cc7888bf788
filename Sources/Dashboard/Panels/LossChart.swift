import Telemetry

/// Loss in training and on held-out data.
struct LossChart: ChartPanel {
    let name: PanelName = "loss"

    /// A loss that spans more than this factor is drawn on a logarithmic axis: on a linear one, decades of it hide
    /// everything but the worst.
    private static let linearSpan = 30.0

    func demand(in _: Scene) -> Demand? { Demand(place: .main, least: 4, weight: 2, rank: 1) }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let state = scene.state
        let loss = state.loss.whole
        let wantsLog = loss.low > 0 && loss.high / loss.low > Self.linearSpan
        return Chart(
            title: title(state, isLog: wantsLog, isNarrow: width < Chart.narrow),
            traces: [
                Trace(series: state.takenBack.loss, role: .faint, isTakenBack: true),
                Trace(series: state.evaluationLoss, role: .evaluation, hasPoints: true),
                Trace(series: state.loss, role: .loss),
            ],
            watched: [state.loss],
            marks: scene.marks(),
            axis: scene.axis,
            wantsLog: wantsLog,
            glyphs: scene.glyphs
        )
    }

    private func title(_ state: RunState, isLog: Bool, isNarrow: Bool) -> [Line] {
        var title: [Line] = [[Span("loss", .title), Span(isLog ? " log" : "", .faint)]]
        if let last = state.latest?.loss {
            title.append([
                Span(isNarrow ? "train " : "training ", .faint),
                Span(Figure.measured(last), last.isFinite ? .loss : .bad),
            ])
        }
        guard let evaluation = state.evaluation else { return title }
        if let loss = evaluation.loss {
            let split = evaluation.split.isEmpty ? "eval" : evaluation.split
            title.append([
                Span("\(split) ", .faint), Span(Figure.measured(loss), loss.isFinite ? .evaluation : .bad),
            ])
        }
        if let accuracy = evaluation.accuracy {
            title.append([
                Span(isNarrow ? "" : "accuracy ", .faint), Span(Figure.percent(accuracy), .evaluation),
            ])
        }
        return title
    }
}
