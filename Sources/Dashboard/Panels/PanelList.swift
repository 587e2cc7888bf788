/// The panels of the screen, in the order in which they stand in their columns.
enum PanelList {
    /// Those of every run. A test may draw others.
    @TaskLocal static var all: [any Panel] = [
        LossChart(), NormChart(), LRChart(), StepAxisPanel(), RunStripPanel(), OutputPanel(),
        ClipPanel(), RunsPanel(), LayerPanel(), MetricList(), AlarmsPanel(), AlarmRulesPanel(), EventsPanel(),
        EvaluationsPanel(),
        SystemPanel(), FiguresPanel(),
    ]
}

extension Scene {
    /// The panels of this run: those of every run, and a chart for each of its other numbers.
    var panels: [any Panel] { PanelList.all + furtherSeries.map { MetricChart(metric: $0) } }

    /// The charts that the operator wants to see, in the order of their numbers.
    var charts: [PanelName] { panels.filter { $0 is any ChartPanel && shows($0) }.map(\.name) }

    /// False for what is hidden, and for a chart that the filter leaves out.
    private func shows(_ panel: any Panel) -> Bool {
        guard !view.hidden.contains(panel.name) else { return false }
        guard !view.filter.isEmpty, let chart = panel as? any ChartPanel else { return true }
        let name = chart.searchName.lowercased()
        return view.filter.lowercased().split(separator: " ").contains { name.contains($0) }
    }

    func panel(_ name: PanelName) -> (any Panel)? { panels.first { $0.name == name } }

    /// Where they stand on a screen of some size.
    ///
    /// - Parameter isOverview: true for the overview, even where a panel has the screen to itself.
    func layout(columns: Int, rows: Int, isOverview: Bool = false) -> Layout {
        var requests: [Layout.Request] = []
        for panel in panels where shows(panel) {
            if let demand = panel.demand(in: self) { requests.append((panel.name, demand)) }
        }
        return Layout(width: columns, height: rows, requests, full: view.isFull && !isOverview ? view.focus : nil)
    }
}
