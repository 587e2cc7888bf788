import Telemetry

/// A chart on the whole screen, with a strip of the whole run below it, on which brackets mark the window, and the figures of
/// a step.
struct FullChart: View {
    var scene: Scene
    var chart: Chart

    /// The areas of its parts.
    struct Parts: Equatable {
        var chart: Rect
        var labels: Rect?
        var strip: Rect?
        var readout: Rect?

        /// The least rows for the readout, and for the strip.
        private static let withReadout = 12
        private static let withStrip = 16

        init(_ area: Rect, isZoomed: Bool) {
            var rest = area
            if area.height >= Self.withReadout { readout = rest.removeBottom(StepReadout.height) }
            if isZoomed, area.height >= Self.withStrip { strip = rest.removeBottom(RunStrip.height) }
            if rest.height > Chart.leastHeight + 1 { labels = rest.removeBottom(1) }
            chart = rest
        }
    }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let parts = Parts(area, isZoomed: !scene.view.window.isWhole)
        var chart = chart
        chart.trailing = scene.windowPhrase
        chart.draw(into: &grid, parts.chart)
        if let labels = parts.labels { StepLabels(scene: scene).draw(into: &grid, labels) }
        if let strip = parts.strip, let primary = chart.primary {
            RunStrip(scene: scene, trace: primary, isLogarithmic: chart.scaling.kind != .linear)
                .draw(into: &grid, strip)
        }
        if let readout = parts.readout { StepReadout(scene: scene, chart: chart).draw(into: &grid, readout) }
    }
}

extension Scene {
    /// The window of the charts: "steps 1,040–1,240 of 1–1,400 · zoom 7×"; empty for the whole run.
    var windowPhrase: Line {
        let steps = state.steps
        guard let shown = view.window.positions(first: steps.lowerBound, latest: steps.upperBound) else { return [] }
        let words = state.positions.phrase(Range(shown)) + " of " + range(steps) + " · zoom \(zoom)"
        return Line(words + (view.window.isFollowing ? " · follows" : ""), .faint)
    }

    /// The length of the whole run over that of the window: "7×".
    var zoom: String {
        let whole = Double(state.steps.upperBound - state.steps.lowerBound + 1)
        let share = whole / Double(axis.steps.count)
        return share < 9.95
            ? NumberFormat.compact(share, digits: 2) + "×"
            : NumberFormat.count(Int(clamping: share.rounded()) ?? 0) + "×"
    }

    private func range(_ positions: ClosedRange<Int>) -> String {
        let ends = [positions.lowerBound, positions.upperBound].map {
            state.positions.step(at: $0).map(NumberFormat.count) ?? "?"
        }
        return ends.joined(separator: "–")
    }
}
