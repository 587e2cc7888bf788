import Telemetry

/// The loss in training and on held-out data.
struct LossChart: ChartPanel {
    let name: PanelName = "loss"
    let searchName = "loss"

    func demand(in _: Scene) -> Demand? { Demand(region: .main, least: 4, weight: 2, rank: 1) }

    func compared(_ state: RunState) -> Series? { state.loss }

    func chart(_ scene: Scene, width: Int) -> Chart {
        let state = scene.state
        var chart = Chart(
            "loss",
            in: scene,
            figures: figures(scene, isNarrow: width < Chart.narrow),
            traces: [
                Trace(series: state.rewoundSteps.loss, role: .faint, style: .rewoundSteps),
                Trace(series: state.loss, role: .loss),
                Trace(series: state.evaluationLoss, role: .evaluation, style: .points),
            ]
        )
        chart.watched = [state.loss]
        chart.marks = scene.marks()
        chart.alarms = scene.alarmPositions([.lossSpike, .plateau, .evaluationWorse])
        chart.spikeAlarms = scene.alarmPositions([.lossSpike])
        chart.scaling = scene.scaling(of: name)
        return chart
    }

    private func figures(_ scene: Scene, isNarrow: Bool) -> [Line] {
        let state = scene.state
        var figures = [
            scene.moment(of: state.loss),
            scene.figure(isNarrow ? "train " : "training ", of: state.loss, latest: state.latest?.loss, .loss),
        ]
        guard let evaluation = state.evaluation else { return figures }
        let split = evaluation.split.isEmpty ? "eval" : evaluation.split
        figures.append(scene.figure("\(split) ", of: state.evaluationLoss, latest: evaluation.loss, .evaluation))
        if let accuracy = evaluation.accuracy, scene.view.cursor == nil {
            figures.append([
                Span(isNarrow ? "" : "accuracy ", .faint), Span(NumberFormat.percent(accuracy), .evaluation),
            ])
        }
        return figures
    }
}
