import Telemetry

/// The learning rate.
struct LRChart: ChartPanel {
    let name: PanelName = "lr"

    func demand(in _: Scene) -> Demand? { Demand(place: .main, least: 4, weight: 1, rank: 3) }

    func chart(_ scene: Scene, width _: Int) -> Chart {
        let state = scene.state
        var title: [Line] = [[Span("learning rate", .title)]]
        if let lr = state.number("lr") ?? state.latest?.lr { title.append([Span(Figure.setting(lr), .lr)]) }
        return Chart(
            title: title,
            traces: [Trace(series: state.lr, role: .lr)],
            marks: scene.marks(of: ["lr"]),
            axis: scene.axis,
            wantsLog: false,
            glyphs: scene.glyphs
        )
    }
}
