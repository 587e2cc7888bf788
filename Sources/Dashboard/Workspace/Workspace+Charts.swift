import Telemetry

/// Keys that change what all charts show.
extension Workspace {
    // MARK: The window and the cursor

    mutating func zoom(by factor: Double) {
        approachSpike()
        changeWindow { window, steps, cursor in
            window.zoomed(by: factor, around: cursor, first: steps.lowerBound, latest: steps.upperBound)
        }
    }

    mutating func pan(by share: Double) {
        changeWindow { window, steps, _ in
            window.panned(by: share, first: steps.lowerBound, latest: steps.upperBound)
        }
    }

    mutating func showFirstSteps() {
        let steps = state.steps
        if view.window.isWhole { return moveCursor(to: steps.lowerBound) }
        changeWindow { window, steps, _ in
            window.panned(by: -.infinity, first: steps.lowerBound, latest: steps.upperBound)
        }
    }

    mutating func follow() {
        view.cursor = nil
        changeWindow { window, steps, _ in
            window.panned(by: .infinity, first: steps.lowerBound, latest: steps.upperBound)
        }
    }

    mutating func moveCursor(by count: Int) {
        let steps = state.steps
        let shown = view.window.positions(first: steps.lowerBound, latest: steps.upperBound) ?? steps
        // The first press shows the cursor at the latest step; the next ones move it.
        moveCursor(to: view.cursor.map { $0 + count } ?? min(shown.upperBound, steps.upperBound))
    }

    /// Moves the cursor to a position, clamped to the run, and the window with it.
    mutating func moveCursor(to position: Int) {
        let steps = state.steps
        let position = min(max(position, steps.lowerBound), steps.upperBound)
        view.cursor = position
        changeWindow { window, steps, _ in
            window.showing(position, first: steps.lowerBound, latest: steps.upperBound)
        }
    }

    private mutating func changeWindow(_ change: (StepWindow, ClosedRange<Int>, Int?) -> StepWindow) {
        view.window = change(view.window, state.steps, view.cursor)
    }

    /// Moves the cursor to the next spike of the chart in focus; without one, of loss and gradient norm.
    mutating func moveToSpike(isForward: Bool) {
        let scene = scene()
        let focused = view.focus.flatMap { scene.panel($0) as? any ChartPanel }
        let charts: [any ChartPanel] = focused.map { [$0] } ?? [LossChart(), NormChart()]
        let spikes = charts.flatMap { panel in
            panel.chart(scene, width: Chart.narrow).spikes.map { SpikeMark(positions: $0, panel: panel.name) }
        }
        let cursor = view.cursor ?? (isForward ? state.steps.lowerBound - 1 : state.steps.upperBound + 1)
        let next =
            isForward
            ? spikes.filter { $0.positions.lowerBound > cursor }.min {
                $0.positions.lowerBound < $1.positions.lowerBound
            }
            : spikes.filter { $0.positions.lowerBound < cursor }.max {
                $0.positions.lowerBound < $1.positions.lowerBound
            }
        guard let next else {
            return notify(spikes.isEmpty ? "no spikes" : isForward ? "no later spike" : "no earlier spike", .text)
        }
        moveCursor(to: next.positions.lowerBound)
        view.spike = next
    }

    /// Moves the cursor within the bucket of its spike to the exact position, if finer buckets are available now, so that zooming
    /// in leads to the step of the spike.
    private mutating func approachSpike() {
        guard let spike = view.spike, view.cursor == spike.positions.lowerBound else { return view.spike = nil }
        let scene = scene()
        guard let panel = scene.panel(spike.panel) as? any ChartPanel,
            let peak = panel.chart(scene, width: Chart.narrow).primary?.series.peak(in: spike.positions)
        else { return }
        view.cursor = peak.lowerBound
        view.spike?.positions = peak
    }

    // MARK: How values are drawn

    /// The chart in focus; nil for all charts.
    private var chartInFocus: PanelName? {
        view.focus.flatMap { scene().panel($0) is any ChartPanel ? $0 : nil }
    }

    mutating func showNextSmoothing() {
        view.smoothing = view.smoothing.next
        notify("smoothing: \(view.smoothing.rawValue)", .text)
    }

    mutating func showNextScale() {
        let chart = chartInFocus
        let kinds = ScaleKind.allCases
        let current = chart.map { view.scales[$0] } ?? view.scales.all
        let next = kinds[((kinds.firstIndex(of: current) ?? 0) + 1) % kinds.count]
        view.scales.set(next, for: chart)
        notify("scale of \(chart == nil ? "all charts" : "this chart"): \(next.rawValue)", .text)
    }

    mutating func toggleRobust() {
        let chart = chartInFocus
        let next = !(chart.map { view.robust[$0] } ?? view.robust.all)
        view.robust.set(next, for: chart)
        notify(next ? "range without the farthest 2% of values, marked ▲ ▼" : "range of all values", .text)
    }

    // MARK: Which charts are shown

    mutating func hide() {
        guard let panel = view.focus, scene().panel(panel) != nil else {
            if view.hidden.isEmpty { return notify("Tab chooses a panel, H hides it", .text) }
            view.hidden = []
            return
        }
        view.hidden.insert(panel)
        (view.focus, view.isFull) = (nil, false)
        notify("hidden: H shows all again", .text)
    }

    mutating func filterCharts(by words: String) {
        view.filter = words
        let charts = scene().charts
        if charts.isEmpty {
            view.filter = ""
            return notify("no chart is named \(words)")
        }
        if let focus = view.focus, scene().panel(focus) is any ChartPanel, !charts.contains(focus) {
            (view.focus, view.isFull) = (nil, false)
        }
    }
}
