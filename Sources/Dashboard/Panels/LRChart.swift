import Telemetry

/// The learning rate. If it never changed, only one row.
struct LRChart: ChartPanel {
    let name: PanelName = "lr"
    let searchName = "learning rate lr"

    func demand(in scene: Scene) -> Demand? {
        isConstant(scene.state)
            ? Demand(region: .main, least: 1, most: 1, rank: 3) : Demand(region: .main, least: 4, weight: 1, rank: 3)
    }

    private func isConstant(_ state: RunState) -> Bool {
        let whole = state.lr.whole
        return whole.low == whole.high && whole.nonFinite == 0
    }

    func compared(_ state: RunState) -> Series? { state.lr }

    func chart(_ scene: Scene, width _: Int) -> Chart {
        let state = scene.state
        let latest = state.number("lr") ?? state.latest?.lr
        var value = scene.figure("", of: state.lr, latest: latest, .lr, format: NumberFormat.setting)
        if isConstant(state), !scene.isFull(name) { value.append(Span(" constant", .faint)) }
        var chart = Chart(
            "learning rate",
            in: scene,
            figures: [scene.moment(of: state.lr, isShort: !scene.isFull(name)), value],
            traces: [Trace(series: state.lr, role: .lr, isNoisy: false)]
        )
        chart.marks = scene.marks(of: ["lr"])
        chart.scaling = scene.scaling(of: name)
        return chart
    }
}
