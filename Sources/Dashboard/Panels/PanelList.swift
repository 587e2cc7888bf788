/// The panels of the screen, in their order within a column.
enum PanelList {
    /// The panels of every run. Tests may use others.
    @TaskLocal static var all: [any Panel] = [
        LossChart(), NormChart(), LRChart(), StepAxisPanel(), RunStripPanel(), OutputPanel(),
        ClipPanel(), RunsPanel(), LayerPanel(), MetricList(), AlarmsPanel(), AlarmRulesPanel(), EventsPanel(),
        EvaluationsPanel(),
        SystemPanel(), FiguresPanel(),
    ]
}

extension Scene {
    /// The panels of this run: those of every run, and a chart for each of its other metrics.
    var panels: [any Panel] { PanelList.all + otherMetrics.map { MetricChart(metric: $0) } }

    /// The charts that are not hidden or filtered out, in the order of their numbers.
    var charts: [PanelName] { panels.filter { $0 is any ChartPanel && shows($0) }.map(\.name) }

    /// False for a hidden panel and for a chart that does not match the filter.
    private func shows(_ panel: any Panel) -> Bool {
        guard !view.hidden.contains(panel.name) else { return false }
        guard !view.filter.isEmpty, let chart = panel as? any ChartPanel else { return true }
        let name = chart.searchName.lowercased()
        return view.filter.lowercased().split(separator: " ").contains { name.contains($0) }
    }

    func panel(_ name: PanelName) -> (any Panel)? { panels.first { $0.name == name } }

    /// The layout of the panels for a screen size.
    ///
    /// - Parameter isOverview: true for the overview, even if a panel is shown on the whole screen.
    func layout(columns: Int, rows: Int, isOverview: Bool = false) -> Layout {
        var requests: [Layout.Request] = []
        for panel in panels where shows(panel) {
            if let demand = panel.demand(in: self) { requests.append((panel.name, demand)) }
        }
        return Layout(width: columns, height: rows, requests, full: view.isFull && !isOverview ? view.focus : nil)
    }
}
