import Telemetry

/// A chart of the steps around an alarm.
struct AlarmChart: View {
    let scene: Scene
    let entry: AlarmLog.Entry

    /// Steps shown before the first and after the last step of the alarm.
    private static let surroundings = 25

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let report = entry.report
        let steps = scene.state.steps
        let last = entry.position + min(report.step - report.since, 4 * Self.surroundings)
        let first = max(steps.lowerBound, entry.position - Self.surroundings)
        let scene = scene.showing(.fixed(first...max(first + 1, min(steps.upperBound, last + Self.surroundings))))
        var chart = area
        StepLabels(scene: scene).draw(into: &grid, chart.removeBottom(1))
        var surroundings = Chart(report.title, in: scene, figures: figures, traces: traces)
        surroundings.watched = [scene.state.loss, scene.state.gradNorm]
        surroundings.marks = [
            Chart.Mark(step: entry.position, label: NumberFormat.count(report.since), role: report.role)
        ]
        (surroundings.scaling, surroundings.smoothing, surroundings.cursor) = (Scaling(automatic: .bySpan), .off, nil)
        surroundings.draw(into: &grid, chart)
    }

    private var figures: [Line] {
        let report = entry.report
        var figures: [Line] = [[Span(report.namedValue, report.role)]]
        if let usual = report.namedUsual { figures.append([Span(usual, .faint)]) }
        return figures
    }

    private var traces: [Trace] {
        let state = scene.state
        switch entry.report.rule {
        case .lossSpike, .plateau, .evaluationWorse:
            return [
                Trace(series: state.loss, role: .loss),
                Trace(series: state.evaluationLoss, role: .evaluation, style: .points),
            ]
        case .lrSchedule: return [Trace(series: state.lr, role: .lr)]
        case .deadUnits where !state.series[.deadUnits].isEmpty:
            return [Trace(series: state.series[.deadUnits], role: .layer)]
        default:
            return [
                Trace(series: state.gradNorm.isEmpty ? state.loss : state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, style: .threshold),
            ]
        }
    }
}
