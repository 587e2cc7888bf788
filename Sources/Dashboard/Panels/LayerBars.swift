import Glibc
import Telemetry

/// The layers of the latest inspection, a row each; with a cursor, of the latest inspection up to it.
struct LayerBars: View {
    private let layers: [NamedNumber]
    private let deadLayers: [NamedNumber]
    private let deadUnits: Double?
    /// The step or steps of the norms.
    private let phrase: String?
    private let isRead: Bool
    /// The lowest and the highest positive finite norm; 0 if there is none.
    private let (lowest, highest): (Double, Double)

    init(state: RunState, cursor: Int? = nil) {
        isRead = cursor != nil
        if let cursor {
            let inspection = state.layerHistory.inspection(at: cursor)
            layers = inspection?.layers ?? []
            phrase = inspection.map { state.positions.phrase($0.positions) } ?? "no layer norms yet at this step"
            // Dead units are kept of the latest inspection only.
            (deadLayers, deadUnits) = ([], nil)
        } else {
            layers = state.layers
            phrase = state.layersStep.map { "step \(NumberFormat.count($0))" }
            (deadLayers, deadUnits) = (state.deadLayers, state.deadUnits)
        }
        let norms = layers.map(\.value).filter { $0 > 0 && $0.isFinite }
        (lowest, highest) = (norms.min() ?? 0, norms.max() ?? 0)
    }

    /// A layer below this share of the largest is drawn as a warning.
    private static let vanishing = 1e-3

    /// The width of a norm with three digits; the longest is 0.000123.
    private static let figureWidth = 8

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        drawHeading(into: &grid, area)
        let rows = area.dropping(rows: 1)
        let names = names(width: rows.width)
        let nameWidth = names.map(\.unicodeScalars.count).max() ?? 0
        let shown = visibleRows(layers.count, room: rows.height) { role(of: layers[$0]) != .layer }
        for (offset, layer) in shown.enumerated() {
            let row = Rect(column: rows.column, row: rows.row + offset, width: rows.width, height: 1)
            if let layer {
                draw(layers[layer], names[layer], nameWidth, into: &grid, row)
            } else {
                drawOthers(than: Set(shown.compactMap { $0 }), into: &grid, row)
            }
        }
    }

    /// The names, abbreviated so that a third of the width is left for the bars.
    private func names(width: Int) -> [String] {
        let room = width - Self.figureWidth - 4 - deadColumn
        return abbreviatedNames(layers.map(\.name), in: max(6, room - max(4, room / 3)))
    }

    /// Draws the number of layers without a row, and the range of their norms.
    private func drawOthers(than shown: Set<Int>, into grid: inout CellGrid, _ row: Rect) {
        let others = layers.indices.filter { !shown.contains($0) }.map { layers[$0] }
        let norms = others.map(\.value).filter(\.isFinite)
        var text = "… \(others.count) more"
        if let low = norms.min(), let high = norms.max() {
            text += ", \(NumberFormat.compact(low, digits: 2))–\(NumberFormat.compact(high, digits: 2))"
        }
        // The color is that of the worst layer without a row.
        let marks = Set(others.map(role))
        let mark: Role = marks.contains(.bad) ? .bad : marks.contains(.warning) ? .warning : .faint
        grid.write(text, row.column + 1, row.row, limit: row.width - 1, mark)
    }

    private func draw(
        _ layer: NamedNumber,
        _ name: String,
        _ nameWidth: Int,
        into grid: inout CellGrid,
        _ row: Rect
    ) {
        let role = role(of: layer)
        grid.write(name, row.column + 1, row.row, limit: row.width - 1, .text)
        let end = row.column + nameWidth + Self.figureWidth + 2
        let figure = NumberFormat.fixedWidth(layer.value, digits: 3)
        grid.write(endingAt: end, figure, row.row, limit: Self.figureWidth, role == .layer ? .text : role)
        let bar = Rect(
            column: end + 1,
            row: row.row,
            width: row.column + row.width - end - 2 - deadColumn,
            height: 1
        )
        Bar(share: share(of: layer.value), role: role).draw(into: &grid, bar)
        guard let dead = deadLayers.first(where: { $0.name == layer.name })?.value else { return }
        grid.write(
            endingAt: row.column + row.width - 1,
            NumberFormat.wholePercent(dead),
            row.row,
            limit: 4,
            Self.role(ofDead: dead)
        )
    }

    private func drawHeading(into grid: inout CellGrid, _ area: Rect) {
        let ratio = Line(layerRatioOf: layers)
        let isWarning = ratio.spans.contains { $0.role == .warning }
        let bars: Line = [Span("layers", .title), Span(" gradient norm, log", .faint)]
        var groups: [Line] = isWarning ? [[Span("layers", .title)], ratio] : [bars, ratio]
        if let phrase, isRead {
            groups = [[Span("layers", .title)], [Span(phrase, .text)], ratio]
        } else if let phrase {
            groups.append([Span(phrase, .faint)])
        }
        guard let dead = deadUnits, deadColumn > 0 else { return Heading(groups: groups).draw(into: &grid, area) }
        // The name of the column replaces the words about the bars.
        if !isWarning { groups[0..<2] = [[Span("layers", .title)], [Span("gradient norm, log", .faint)]] }
        var left = area
        left.width -= 12
        Heading(groups: []).draw(into: &grid, area)
        Heading(groups: groups).draw(into: &grid, left)
        grid.write(
            endingAt: area.column + area.width,
            [
                Span(" dead ", .faint), Span(NumberFormat.wholePercent(dead), Self.role(ofDead: dead)),
                Span(" ", .frame),
            ],
            area.row
        )
    }

    /// The width of the share of dead units; 0 without it.
    private var deadColumn: Int { deadLayers.isEmpty ? 0 : 5 }

    private static func role(ofDead share: Double) -> Role {
        share >= 1 || share.isNaN ? .bad : share >= 0.5 ? .warning : .text
    }

    private func role(of layer: NamedNumber) -> Role {
        guard layer.value.isFinite, layer.value > 0 else { return .bad }
        return layer.value < highest * Self.vanishing ? .warning : .layer
    }

    /// The position of a norm between the lowest and the highest on a logarithmic scale of at least two decades.
    private func share(of value: Double) -> Double {
        guard value.isFinite else { return 1 }
        guard value > 0, highest > 0 else { return 0 }
        let top = log10(highest)
        let bottom = min(log10(lowest), top - 1.5) - 0.5
        return (log10(value) - bottom) / (top - bottom)
    }
}
