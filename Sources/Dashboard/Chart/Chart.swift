/// A chart of series over steps: a title with figures, an axis on the left, strokes, and marks of events.
struct Chart: View {
    /// Columns of the labels of the left axis, the axis included.
    static let gutter = 8
    /// Rows of the smallest chart, its title included.
    static let leastHeight = 4
    /// The width below which titles are abbreviated.
    static let narrow = 66

    /// A mark on the step axis: a label on the top row and a dotted line below it.
    struct Mark {
        /// The position on the step axis.
        var step: Int
        var label: String
        var role: Role
    }

    var name: String
    /// The figures behind the name, most important first.
    var figures: [Line]
    /// The text at the end of the title.
    var trailing = Line()
    var traces: [Trace]
    /// Series whose non-finite values are marked with a cross.
    var watched: [Series] = []
    var marks: [Mark] = []
    /// The positions of alarms about the series.
    var alarms: [Int] = []
    /// The positions of spike alarms among them.
    var spikeAlarms: [Int] = []
    /// The threshold that is being tried; nil if none is.
    var tried: TriedLevel?
    var axis: StepAxis
    var scaling = Scaling()
    var smoothing = Smoothing.off
    /// The position of the cursor; nil if there is none.
    var cursor: Int?
    var glyphs: GlyphSet

    /// A chart of the steps on the screen.
    init(_ name: String, in scene: Scene, figures: [Line], traces: [Trace]) {
        (self.name, self.figures, self.traces) = (name, figures, traces)
        (axis, smoothing, glyphs) = (scene.axis, scene.view.smoothing, scene.glyphs)
        cursor = scene.view.cursor
    }

    /// The main series of the chart.
    var primary: Trace? { traces.first { $0.style == .line } }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        var plot = Rect(
            column: area.column + Self.gutter,
            row: area.row + 1,
            width: area.width - Self.gutter,
            height: area.height - 1
        )
        let drawn = traces.map { DrawnTrace($0, axis, columns: max(0, plot.width) * glyphs.dotColumns) }
        let scale = scaling.scale(of: drawn, reaching: tried)
        Heading(groups: [heading(scale, isNarrow: area.width < Self.narrow)] + figures, trailing: trailing)
            .draw(into: &grid, area)
        guard !plot.isEmpty else { return }
        // Labels have a row of their own above the strokes.
        let labels = plot
        if scale != nil, !marks.isEmpty, plot.height > 3 { plot = plot.dropping(rows: 1) }
        drawAxis(into: &grid, labels, plot, scale)
        if let scale {
            drawMarkLines(into: &grid, plot)
            draw(drawn, scale, into: &grid, plot)
            drawMarkLabels(into: &grid, labels)
        }
        drawAlarms(into: &grid, plot)
        drawCursor(into: &grid, labels)
        drawCrosses(into: &grid, plot)
    }

    /// The name, the scale and the smoothing.
    private func heading(_ scale: Scale?, isNarrow: Bool) -> Line {
        var line = Line(name, .title)
        var notes: [String] = []
        if scale?.isLogarithmic ?? false, !isNarrow || scaling.kind == .logarithmic { notes.append("log") }
        if scaling.kind == .linear { notes.append("linear") }
        if scaling.isRobust { notes.append("robust") }
        if smoothing != .off, isSmoothed { notes.append(smoothing.rawValue) }
        if !notes.isEmpty { line.append(Span(" " + notes.joined(separator: " "), .faint)) }
        return line
    }

    private var isSmoothed: Bool { smoothing != .off && traces.contains { $0.style == .line && $0.isNoisy } }

    private func draw(_ drawn: [DrawnTrace], _ scale: Scale, into grid: inout CellGrid, _ plot: Rect) {
        var canvas = Canvas(width: plot.width, height: plot.height, glyphs: glyphs)
        for item in drawn where !item.trace.isLevel {
            let isBehind = isSmoothed && item.trace.style == .line && item.trace.isNoisy
            canvas.draw(item.trace, item.columns, role: isBehind ? .band : item.trace.role, axis, scale)
        }
        canvas.draw(into: &grid, column: plot.column, row: plot.row)
        // Thresholds and smoothed lines replace whole cells, since they would not be visible among many dots.
        var above = Canvas(width: plot.width, height: plot.height, glyphs: glyphs)
        if isSmoothed {
            for trace in traces where trace.style == .line && trace.isNoisy {
                let values = trace.series.smoothed(
                    by: smoothing,
                    axis,
                    of: above.columns,
                    isLogarithmic: scale.isLogarithmic
                )
                above.join(values, trace.role, scale)
            }
        }
        for item in drawn where item.trace.isLevel {
            above.draw(item.trace, item.columns, role: item.trace.role, axis, scale)
        }
        if let tried, let cut = drawn.first(where: { $0.trace.style == .line }) {
            above.draw(tried, over: cut.columns, axis, scale)
        }
        above.draw(into: &grid, column: plot.column, row: plot.row)
        for item in drawn where item.trace.style == .points { drawPoints(item, scale, into: &grid, plot) }
        if scaling.isRobust {
            for item in drawn where item.trace.style == .line { drawOutliers(item, scale, into: &grid, plot) }
        }
    }

    /// The grid column of a position on the step axis.
    func cellColumn(_ position: Int, _ plot: Rect) -> Int {
        plot.column + axis.column(position, of: plot.width * glyphs.dotColumns) / glyphs.dotColumns
    }
}
