import Glibc
import Telemetry

/// The gradient norms of layers over time as a heat map: a row per layer, a column per stretch of steps.
struct LayerHeat: View {
    let scene: Scene
    /// The index of the selected layer.
    let chosen: Int

    /// The width of the names, with a blank.
    private static let gutter = 16
    private static let glyphs: [Unicode.Scalar] = ["░", "░", "▒", "▒", "▓", "▓", "█", "█"]

    private var history: LayerHistory { scene.state.layerHistory }

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard area.width > 2 * Self.gutter, area.height > 1 else { return }
        let history = history
        let shown = shown(in: area)
        let names = abbreviatedNames(history.names, in: Self.gutter - 2)
        let columns = (0..<area.width - Self.gutter - 1).map { column in
            history.column(at: scene.axis.position(column, of: area.width - Self.gutter - 1))
        }
        let range = range(of: history, columns)
        for layer in shown {
            let row = area.row + layer - shown.lowerBound
            if layer == chosen { grid.fill(" ", area.column, row, width: Self.gutter, .selected) }
            grid.write(names[layer], area.column + 1, row, limit: Self.gutter - 1, layer == chosen ? .selected : .text)
            for (offset, column) in columns.enumerated() {
                guard let column, scene.axis.position(offset, of: columns.count) <= scene.state.steps.upperBound else {
                    continue
                }
                grid[area.column + Self.gutter + offset, row] = Self.cell(history[layer, column], range)
            }
        }
        drawLegend(range, into: &grid, area)
    }

    /// The index of the layer at a position.
    func layer(at position: CellGrid.Position, in area: Rect) -> Int? {
        let (shown, offset) = (shown(in: area), position.row - area.row)
        return area.contains(position) && offset < shown.count ? shown.lowerBound + offset : nil
    }

    /// The layers around the selected one, if not all fit; the legend has the last row.
    private func shown(in area: Rect) -> Range<Int> {
        rowsShown(of: history.names.count, in: area.height - 1, around: chosen)
    }

    /// The logarithms of the lowest and the highest positive finite norm shown.
    private func range(of history: LayerHistory, _ columns: [Int?]) -> (low: Double, high: Double)? {
        var (low, high) = (Double.infinity, -Double.infinity)
        var last: Int?
        for case let column? in columns where column != last {
            last = column
            for layer in history.names.indices {
                let value = history[layer, column]
                guard value > 0, value.isFinite else { continue }
                low = min(low, value)
                high = max(high, value)
            }
        }
        return low <= high ? (log10(low), max(log10(high), log10(low) + 0.5)) : nil
    }

    private static func cell(_ value: Double, _ range: (low: Double, high: Double)?) -> Cell {
        guard value.isFinite else { return Cell("×", .bad) }
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
