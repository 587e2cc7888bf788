import Glibc
import Telemetry

/// The gradient norm of each layer as a bar on a logarithmic scale: the total hides a layer that no longer learns.
struct LayerPanel: View {
    var state: RunState

    /// A layer below this share of the largest is drawn as a warning.
    private static let vanishing = 1e-3

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let when = state.layersStep.map { "step \(Figure.count($0))" } ?? ""
        Heading(groups: [[("layers", .title), (" gradient norm, log", .faint)], [(when, .faint)]]).draw(
            into: &grid,
            area
        )
        let rows = area.dropping(rows: 1)
        let shown = layers(limit: rows.height)
        let nameWidth = min(shown.compactMap { $0?.name.unicodeScalars.count }.max() ?? 0, max(6, area.width / 3))
        for (index, layer) in shown.enumerated() {
            let row = Rect(column: rows.column, row: rows.row + index, width: rows.width, height: 1)
            if let layer {
                draw(layer, nameWidth, into: &grid, row)
            } else {
                grid.write(
                    "… \(state.layers.count - rows.height + 1) more",
                    row.column + 1,
                    row.row,
                    limit: row.width - 1,
                    .faint
                )
            }
        }
    }

    /// The layers that fit: when some must be left out, the first and the last ones, with nil for those between.
    private func layers(limit: Int) -> [NamedNumber?] {
        guard state.layers.count > limit else { return state.layers }
        guard limit > 2 else { return Array(state.layers.prefix(limit)) }
        let head = (limit - 1) / 2
        let (first, last) = (state.layers.prefix(head), state.layers.suffix(limit - 1 - head))
        return first.map(Optional.some) + [nil] + last.map(Optional.some)
    }

    private func draw(_ layer: NamedNumber, _ nameWidth: Int, into grid: inout CellGrid, _ row: Rect) {
        grid.write(shortened(layer.name, to: nameWidth), row.column + 1, row.row, limit: row.width - 1, .text)
        let figure = Figure.short(layer.value, digits: 3)
        grid.write(
            endingAt: row.column + nameWidth + 11,
            figure,
            row.row,
            limit: 9,
            role(of: layer) == .layer ? .text : role(of: layer)
        )
        let bar = Rect(
            column: row.column + nameWidth + 12,
            row: row.row,
            width: row.width - nameWidth - 13,
            height: 1
        )
        Bar(share: share(of: layer.value), role: role(of: layer)).draw(into: &grid, bar)
    }

    private func role(of layer: NamedNumber) -> Role {
        guard layer.value.isFinite, layer.value > 0 else { return .bad }
        return layer.value < highest * Self.vanishing ? .warning : .layer
    }

    private var highest: Double {
        state.layers.map(\.value).filter(\.isFinite).max() ?? 0
    }

    /// Where a norm stands between the lowest and the highest, over at least two decades.
    private func share(of value: Double) -> Double {
        guard value.isFinite else { return 1 }
        guard value > 0, highest > 0 else { return 0 }
        let lowest = state.layers.map(\.value).filter { $0 > 0 && $0.isFinite }.min() ?? highest
        let top = log10(highest)
        let bottom = min(log10(lowest), top - 1.5) - 0.5
        return (log10(value) - bottom) / (top - bottom)
    }
}
