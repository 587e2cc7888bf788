import Glibc
import Telemetry

/// The gradient norm of each layer as a bar on a logarithmic scale: the total hides a layer that no longer learns.
struct LayerPanel: View {
    var state: RunState

    /// A layer below this share of the largest is drawn as a warning.
    private static let vanishing = 1e-3

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        drawHeading(into: &grid, area)
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
            width: row.width - nameWidth - 13 - deadColumn,
            height: 1
        )
        Bar(share: share(of: layer.value), role: role(of: layer)).draw(into: &grid, bar)
        guard let dead = state.deadLayers.first(where: { $0.name == layer.name })?.value else { return }
        grid.write(endingAt: row.column + row.width - 1, Self.percent(dead), row.row, limit: 4, Self.role(ofDead: dead))
    }

    private func drawHeading(into grid: inout CellGrid, _ area: Rect) {
        var groups: [[(String, Role)]] = [[("layers", .title), (" gradient norm, log", .faint)]]
        if let step = state.layersStep { groups.append([("step \(Figure.count(step))", .faint)]) }
        guard let dead = state.deadUnits, deadColumn > 0 else { return Heading(groups: groups).draw(into: &grid, area) }
        // The words about the bars give way to the name of the column.
        groups[0..<1] = [[("layers", .title)], [("gradient norm, log", .faint)]]
        var left = area
        left.width -= 12
        Heading(groups: []).draw(into: &grid, area)
        Heading(groups: groups).draw(into: &grid, left)
        grid.write(
            endingAt: area.column + area.width,
            [(" dead ", .faint), (Self.percent(dead), Self.role(ofDead: dead)), (" ", .frame)],
            area.row
        )
    }

    /// Columns for the share of dead units, where layers have one.
    private var deadColumn: Int { state.deadLayers.isEmpty ? 0 : 5 }

    /// Whole percents, and none or all only where it is none or all.
    private static func percent(_ share: Double) -> String {
        "\(share <= 0 ? 0 : share >= 1 ? 100 : min(max(Int((share * 100).rounded()), 1), 99))%"
    }

    private static func role(ofDead share: Double) -> Role { share >= 1 ? .bad : share >= 0.5 ? .warning : .text }

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
