import Glibc
import Telemetry

/// Layers over time: a row for each layer, a column for each stretch of steps, the hotter the larger the gradient norm.
struct LayerHeat: View {
    let scene: Scene
    /// The layer that is chosen.
    let chosen: Int

    /// Columns of the names, with a blank behind them.
    private static let gutter = 16
    private static let glyphs: [Unicode.Scalar] = ["░", "░", "▒", "▒", "▓", "▓", "█", "█"]

    private var history: LayerHistory { scene.state.layerHistory }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard area.width > 2 * Self.gutter, area.height > 1 else { return }
        let history = history
        let shown = shown(in: area)
        let names = abbreviatedNames(history.names, in: Self.gutter - 2)
        let columns = (0..<area.width - Self.gutter - 1).map { column in
            history.column(at: scene.axis.place(column, of: area.width - Self.gutter - 1))
        }
        let range = range(of: history, columns)
        for layer in shown {
            let row = area.row + layer - shown.lowerBound
            if layer == chosen { grid.fill(" ", area.column, row, width: Self.gutter, .selected) }
            grid.write(names[layer], area.column + 1, row, limit: Self.gutter - 1, layer == chosen ? .selected : .text)
            for (offset, column) in columns.enumerated() {
                guard let column, scene.axis.place(offset, of: columns.count) <= scene.state.steps.upperBound else {
                    continue
                }
                grid[area.column + Self.gutter + offset, row] = Self.cell(history[layer, column], range)
            }
        }
        drawLegend(range, into: &grid, area)
    }

    /// The layer in the row at a position.
    func layer(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (shown, offset) = (shown(in: area), position.row - area.row)
        return area.contains(position) && offset < shown.count ? shown.lowerBound + offset : nil
    }

    /// The choice stays in the middle where there is more than fits; the legend has the last row.
    private func shown(in area: Rect) -> Range<Int> {
        rowsShown(of: history.names.count, in: area.height - 1, around: chosen)
    }

    /// The logarithms of the lowest and the highest norm above 0 that are seen.
    private func range(of history: LayerHistory, _ columns: [Int?]) -> (low: Double, high: Double)? {
        var (low, high) = (Double.infinity, -Double.infinity)
        var last: Int?
        for case let column? in columns where column != last {
            last = column
            for layer in history.names.indices {
                let value = history[layer, column]
                guard value > 0 else { continue }
                low = min(low, value)
                high = max(high, value)
            }
        }
        return low <= high ? (log10(low), max(log10(high), log10(low) + 0.5)) : nil
    }

    private static func cell(_ value: Double, _ range: (low: Double, high: Double)?) -> Cell {
        guard !value.isNaN else { return Cell("×", .bad) }
        guard value > 0, let range else { return Cell("·", .faint) }
        let share = (log10(value) - range.low) / (range.high - range.low)
        let level = min(max(Int(share * Double(Role.heat.count)), 0), Role.heat.count - 1)
        return Cell(glyphs[level], Role.heat[level])
    }

    private func drawLegend(_ range: (low: Double, high: Double)?, into grid: inout CellGrid, _ area: Rect) {
        guard let range else { return }
        let row = area.row + area.height - 1
        var column = area.column + Self.gutter
        let low = NumberFormat.compact(pow(10, range.low), digits: 2)
        column += grid.write("\(low) ", column, row, limit: 10, .faint)
        for (glyph, role) in zip(Self.glyphs, Role.heat) {
            grid[column, row] = Cell(glyph, role)
            column += 1
        }
        grid.write(
            " \(NumberFormat.compact(pow(10, range.high), digits: 2)) gradient norm",
            column,
            row,
            limit: 30,
            .faint
        )
    }
}

/// Layers with the screen to themselves: over time, and the chosen one as a chart.
struct LayerBrowser: View {
    let scene: Scene
    let chosen: Int

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let history = scene.state.layerHistory
        let place = "\(NumberFormat.count(chosen + 1)) of \(NumberFormat.count(history.names.count))"
        Heading(groups: [[Span("layers", .title)], Line(layerRatioOf: scene.state.layers), [Span(place, .faint)]])
            .draw(into: &grid, area)
        let (heat, chart) = parts(of: area)
        LayerHeat(scene: scene, chosen: chosen).draw(into: &grid, heat)
        guard chart.height > Chart.leastHeight, history.names.indices.contains(chosen) else { return }
        var plot = chart
        StepLabels(scene: scene).draw(into: &grid, plot.removeBottom(1))
        let series = history.series(of: chosen)
        let last = series.last ?? .nan
        var layer = Chart(
            shortened(history.names[chosen], to: max(8, area.width / 2)),
            in: scene,
            figures: [[Span(NumberFormat.fixedWidth(last), last.isFinite ? .layer : .bad)], scene.moment(of: series)],
            traces: [Trace(series: series, role: .layer)]
        )
        layer.watched = [series]
        layer.scaling = scene.scaling(of: LayerPanel().name, .logarithmic)
        layer.draw(into: &grid, plot)
    }

    func layer(at position: CellGrid.Position, in area: Rect) -> Int? {
        LayerHeat(scene: scene, chosen: chosen).layer(at: position, in: parts(of: area).heat)
    }

    /// The layers have what they need up to three fifths, where a chart fits below.
    private func parts(of area: Rect) -> (heat: Rect, chart: Rect) {
        var rest = area.dropping(rows: 1)
        let wanted = scene.state.layerHistory.names.count + 1
        let isTall = rest.height >= 12
        let heat = rest.removeTop(isTall ? min(wanted, rest.height * 3 / 5) : rest.height)
        return (heat, rest)
    }
}

extension Line {
    /// The gradient norm of the first layer over that of the last; empty where it cannot be said.
    init(layerRatioOf layers: [NamedNumber]) {
        self.init()
        guard layers.count > 1, let first = layers.first?.value, let last = layers.last?.value, first.isFinite, last > 0
        else { return }
        let ratio = first / last
        self = [
            Span("first/last ", .faint), Span(NumberFormat.compact(ratio, digits: 2), ratio < 1e-3 ? .warning : .text),
        ]
    }
}
