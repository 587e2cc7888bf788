import Telemetry

extension Workspace {
    /// The step axis that all charts of the screen share.
    var stepAxis: StepAxis {
        let first = state.loss.isEmpty ? state.gradNorm.origin : state.loss.origin
        let isOver = if case .ended = state.phase { true } else { false }
        // What was taken back is seen until the run has passed it.
        let latest = max(
            state.latest.map { state.places.place(of: $0.step) } ?? first,
            state.takenBack.lastStep ?? first
        )
        let total = state.run?.steps.map { state.places.place(of: $0) }
        return StepAxis(first: first, latest: latest, total: total, isOver: isOver)
    }

    /// - Parameter width: columns it will have; with few, the words get shorter.
    func lossChart(width: Int) -> Chart {
        let isNarrow = width < Self.narrow
        var title: [[(String, Role)]] = [[("loss", .title)]]
        let loss = state.loss.whole
        // Decades of loss on a linear axis hide everything but the worst of them.
        let wantsLog = loss.low > 0 && loss.high / loss.low > 30
        if wantsLog { title[0].append((" log", .faint)) }
        if let last = state.latest?.loss {
            title.append([
                (isNarrow ? "train " : "training ", .faint), (Figure.measured(last), last.isFinite ? .loss : .bad),
            ])
        }
        if let evaluation = state.evaluation {
            let split = evaluation.split.isEmpty ? "evaluation" : evaluation.split
            if let loss = evaluation.loss {
                title.append([("\(split) ", .faint), (Figure.measured(loss), loss.isFinite ? .evaluation : .bad)])
            }
            if let accuracy = evaluation.accuracy {
                title.append([(isNarrow ? "" : "accuracy ", .faint), (Figure.percent(accuracy), .evaluation)])
            }
        }
        return Chart(
            title: title,
            traces: [
                Trace(series: state.takenBack.loss, role: .faint, isTakenBack: true),
                Trace(series: state.evaluationLoss, role: .evaluation, hasPoints: true),
                Trace(series: state.loss, role: .loss),
            ],
            watched: [state.loss],
            marks: marks(of: []),
            axis: stepAxis,
            wantsLog: wantsLog,
            glyphs: glyphs
        )
    }

    /// Columns below which the words in a chart's title get shorter.
    private static let narrow = 66

    /// - Parameter width: columns it will have; with few, the words get shorter.
    func normChart(width: Int) -> Chart {
        let isNarrow = width < Self.narrow
        let digits = isNarrow ? 3 : 4
        var title: [[(String, Role)]] = [
            [(isNarrow ? "grad norm" : "gradient norm", .title), (isNarrow ? "" : " log", .faint)]
        ]
        if let norm = state.latest?.gradNorm {
            title.append([
                (isNarrow ? "pre " : "pre-clip ", .faint),
                (Figure.measured(norm, digits: digits), norm.isFinite ? .gradNorm : .bad),
            ])
        }
        if let norm = state.latest?.clippedNorm {
            title.append([
                (isNarrow ? "post " : "post-clip ", .faint),
                (Figure.measured(norm, digits: digits), norm.isFinite ? .clippedNorm : .bad),
            ])
        }
        if let threshold = state.number("max_norm") ?? state.latest?.maxNorm {
            let isUnused = state.word("clip") == "none"
            title.append([
                ("max_norm ", .faint), (Figure.setting(threshold), isUnused && isNarrow ? .faint : .maxNorm),
                (isUnused && !isNarrow ? " unused" : "", .faint),
            ])
        }
        return Chart(
            title: title,
            traces: [
                Trace(series: state.takenBack.gradNorm, role: .faint, isTakenBack: true),
                Trace(series: state.idleMaxNorm, role: .maxNorm, isFaint: true),
                Trace(series: state.gradNorm, role: .gradNorm),
                Trace(series: state.clippedNorm, role: .clippedNorm),
                Trace(series: state.maxNorm, role: .maxNorm, isThreshold: true),
            ],
            watched: [state.gradNorm],
            marks: marks(of: ["max_norm", "clip"]),
            axis: stepAxis,
            wantsLog: true,
            glyphs: glyphs
        )
    }

    var lrChart: Chart {
        var title: [[(String, Role)]] = [[("learning rate", .title)]]
        if let lr = state.number("lr") ?? state.latest?.lr {
            title.append([(Figure.setting(lr), .lr)])
        }
        return Chart(
            title: title,
            traces: [Trace(series: state.lr, role: .lr)],
            marks: marks(of: ["lr"]),
            axis: stepAxis,
            wantsLog: false,
            glyphs: glyphs
        )
    }

    /// A mark for each rewind, for each change of the settings that a chart draws, and for the snapshot being chosen.
    private func marks(of settings: Set<String>) -> [Chart.Mark] {
        let marks: [Chart.Mark] = state.incidents.compactMap { incident in
            guard !incident.isTakenBack, let step = incident.place else { return nil }
            switch incident.kind {
            case .rewind, .order(.restart), .order(.jump):
                return Chart.Mark(step: step, label: incident.mark, role: .strong)
            case .applied(let name?) where settings.contains(name):
                return Chart.Mark(step: step, label: incident.mark, role: name == "lr" ? .lr : .marker)
            default: return nil
            }
        }
        guard let chosen = chooser?.chosen(of: state.snapshots) else { return marks }
        return marks + [
            Chart.Mark(step: state.places.place(of: chosen.step), label: Figure.count(chosen.step), role: .selected)
        ]
    }
}

/// The labels of the step axis, under the lowest chart.
struct StepLabels: View {
    var axis: StepAxis
    var places = StepPlaces()

    func draw(into grid: inout CellGrid, _ area: Rect) {
        let plot = Rect(
            column: area.column + Chart.gutter,
            row: area.row,
            width: area.width - Chart.gutter,
            height: area.height
        )
        guard plot.width > 8, !plot.isEmpty else { return }
        grid.write("step", area.column, area.row, limit: Chart.gutter - 1, .faint)
        var free = plot.column
        let widest =
            [axis.first, axis.last].compactMap { places.step(at: $0) }.map { Figure.count($0).count }.max() ?? 1
        for place in axis.ticks(limit: max(2, plot.width / (widest + 5))) {
            guard let step = places.step(at: place) else { continue }
            let label = Figure.count(step)
            let middle = plot.column + axis.column(place, of: plot.width)
            let start = min(max(middle - label.count / 2, plot.column), plot.column + plot.width - label.count)
            guard start >= free else { continue }
            free = start + grid.write(label, start, plot.row, limit: label.count, .faint) + 2
        }
    }
}
