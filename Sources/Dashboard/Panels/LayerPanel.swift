import Glibc
import Telemetry

/// The gradient norm of each layer as a bar on a logarithmic scale: the total hides a layer that no longer learns.
struct LayerPanel: Panel {
    let name: PanelName = "layers"

    func demand(in scene: Scene) -> Demand? {
        let count = scene.state.layers.count
        return count == 0 ? nil : Demand(place: .side, least: 3, most: count + 1, weight: 1, rank: 2)
    }

    func draw(_ scene: Scene, into grid: inout CellGrid, _ area: Rect) {
        if scene.isFull(name) {
            LayerBrowser(scene: scene, chosen: scene.chosen(of: self) ?? 0).draw(into: &grid, area)
        } else {
            LayerBars(state: scene.state, cursor: scene.view.cursor).draw(into: &grid, area)
        }
    }

    // MARK: With the screen to itself

    func choices(in scene: Scene) -> [Int] { Array(scene.state.layerHistory.names.indices) }

    func action(for key: Key, in scene: Scene) -> Action? {
        switch key {
        case .up, .down, .character("j"), .character("k"): scene.isFull(name) ? Action(scrolling: key) : nil
        default: nil
        }
    }

    func hints(in _: Scene) -> [KeyHint] {
        [KeyHint("↑ ↓", "choose"), KeyHint("z Z 0", "zoom"), KeyHint("← →", "cursor")]
    }

    func meaning(of position: CellGrid.Position, in area: Rect, _ scene: Scene) -> Meaning? {
        guard scene.isFull(name) else { return nil }
        return LayerBrowser(scene: scene, chosen: scene.chosen(of: self) ?? 0).layer(at: position, in: area)
            .map(Meaning.item)
    }
}

/// The layers of the latest look at them, a row each; under a cursor, of the look that was the latest there.
struct LayerBars: View {
    private let layers: [NamedNumber]
    private let deadLayers: [NamedNumber]
    private let deadUnits: Double?
    /// Of what the norms are: a step, or under a cursor the first of those that are kept together.
    private let phrase: String?
    private let isRead: Bool
    /// The lowest and the highest of the norms that a logarithm has; 0 where there is none.
    private let (lowest, highest): (Double, Double)

    init(state: RunState, cursor: Int? = nil) {
        isRead = cursor != nil
        if let cursor {
            let look = state.layerHistory.look(at: cursor)
            layers = look?.layers ?? []
            phrase = look.map { state.places.phrase($0.places) } ?? "no look yet at this step"
            // Of dead units only the latest are kept.
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

    /// Columns for a norm of three digits, the longest of which is 0.000123.
    private static let figureWidth = 8

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        drawHeading(into: &grid, area)
        let rows = area.dropping(rows: 1)
        let names = names(width: rows.width)
        let nameWidth = names.map(\.unicodeScalars.count).max() ?? 0
        let places = visibleRows(layers.count, room: rows.height) { role(of: layers[$0]) != .layer }
        for (index, place) in places.enumerated() {
            let row = Rect(column: rows.column, row: rows.row + index, width: rows.width, height: 1)
            if let place {
                draw(layers[place], names[place], nameWidth, into: &grid, row)
            } else {
                drawOthers(than: Set(places.compactMap { $0 }), into: &grid, row)
            }
        }
    }

    /// A third of the room is the bars'.
    private func names(width: Int) -> [String] {
        let room = width - Self.figureWidth - 4 - deadColumn
        return abbreviatedNames(layers.map(\.name), in: max(6, room - max(4, room / 3)))
    }

    /// How many layers have no row, and between which norms they lie.
    private func drawOthers(than shown: Set<Int>, into grid: inout CellGrid, _ row: Rect) {
        let others = layers.indices.filter { !shown.contains($0) }.map { layers[$0] }
        let norms = others.map(\.value).filter(\.isFinite)
        var text = "… \(others.count) more"
        if let low = norms.min(), let high = norms.max() {
            text += ", \(NumberFormat.compact(low, digits: 2))–\(NumberFormat.compact(high, digits: 2))"
        }
        // What could not be shown for lack of room is marked here.
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
        // The words about the bars give way to the name of the column.
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

    /// Columns for the share of dead units, where layers have one.
    private var deadColumn: Int { deadLayers.isEmpty ? 0 : 5 }

    private static func role(ofDead share: Double) -> Role {
        share >= 1 || share.isNaN ? .bad : share >= 0.5 ? .warning : .text
    }

    private func role(of layer: NamedNumber) -> Role {
        guard layer.value.isFinite, layer.value > 0 else { return .bad }
        return layer.value < highest * Self.vanishing ? .warning : .layer
    }

    /// Where a norm stands between the lowest and the highest, over at least two decades.
    private func share(of value: Double) -> Double {
        guard value.isFinite else { return 1 }
        guard value > 0, highest > 0 else { return 0 }
        let top = log10(highest)
        let bottom = min(log10(lowest), top - 1.5) - 0.5
        return (log10(value) - bottom) / (top - bottom)
    }
}
