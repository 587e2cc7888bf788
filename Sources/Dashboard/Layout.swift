/// The areas of the panels: a pure function of the screen's size and the panels' demands.
struct Layout: Equatable {
    struct Placed: Equatable {
        var panel: PanelName
        var area: Rect
    }

    private(set) var header: Rect
    private(set) var keys: Rect?
    /// The area without the header and the keys.
    private(set) var body: Rect
    /// The panels shown, in the order of the requests.
    private(set) var placed: [Placed] = []

    typealias Request = (panel: PanelName, demand: Demand)

    /// The least width for side panels beside the charts, and the least height for side panels below them.
    private static let sideFrom = 72
    private static let stackFrom = 30
    /// The least size of a chart.
    private static let chartWidth = 24
    private static let chartHeight = 5
    /// The least size of a chart of the grid, and the rows reserved for the charts above the grid.
    private static let gridWidth = 44
    private static let gridHeight = 7
    private static let aboveGrid = 30

    /// - Parameter full: the panel that fills the body; nil for the overview.
    init(width: Int, height: Int, _ requests: [Request], full: PanelName? = nil) {
        var body = Rect(column: 0, row: 0, width: width, height: height)
        header = body.removeTop(height >= 8 ? 2 : 1)
        if height >= 4 { keys = body.removeBottom(1) }
        self.body = body
        if let full {
            if !body.isEmpty { placed = [Placed(panel: full, area: body)] }
            return
        }
        var side: Rect?
        if width >= Self.sideFrom, body.height >= 8 {
            let sideWidth = min(max(width * 36 / 100, 29), 64)
            side = Rect(column: width - sideWidth, row: body.row, width: sideWidth, height: body.height)
            body.width -= sideWidth + 1
        } else if body.height >= Self.stackFrom {
            side = body.removeBottom(body.height * 2 / 5)
        }
        let isGridWhole = placeMain(body, requests)
        if let side {
            stack(requests.filter { $0.demand.region == .side && !(isGridWhole && $0.demand.yieldsToGrid) }, in: side)
        }
        let order = Dictionary(uniqueKeysWithValues: requests.enumerated().map { ($1.panel, $0) })
        placed.sort { order[$0.panel] ?? 0 < order[$1.panel] ?? 0 }
    }

    /// The area of a panel; nil if it is not shown.
    subscript(_ panel: PanelName) -> Rect? { placed.first { $0.panel == panel }?.area }

    /// The panel at a position.
    func panel(at position: CellGrid.Position) -> Placed? { placed.first { $0.area.contains(position) } }

    /// - Returns: true if every chart of the grid is shown.
    private mutating func placeMain(_ area: Rect, _ requests: [Request]) -> Bool {
        guard area.height >= Self.chartHeight, area.width >= Self.chartWidth else {
            stack(requests.filter { $0.demand.region == .small }, in: area)
            return false
        }
        var rest = area
        let grid = requests.filter { $0.demand.region == .grid }
        let main = requests.filter { $0.demand.region == .main }
        let isAlone = !main.contains { $0.demand.most == nil }
        let shown = placeGrid(grid, isAlone: isAlone, takingFrom: &rest)
        stack(main, in: rest)
        return !grid.isEmpty && shown == grid.count
    }

    /// Places charts of equal size row by row at the bottom of an area.
    ///
    /// - Parameter isAlone: true if no chart above them can use more rows.
    /// - Returns: the number of charts that fit.
    private mutating func placeGrid(_ requests: [Request], isAlone: Bool, takingFrom area: inout Rect) -> Int {
        let across = min(max(1, area.width / Self.gridWidth), max(1, requests.count))
        let above = isAlone ? 1 : Self.aboveGrid
        let down = min((requests.count + across - 1) / across, max(0, area.height - above) / Self.gridHeight)
        guard down > 0 else { return 0 }
        let height =
            isAlone
            ? (area.height - above) / down : min(max(Self.gridHeight, area.height / 3 / down), area.height / 4)
        let shown = requests.prefix(across * down)
        let grid = area.removeBottom(max(height, Self.gridHeight) * down)
        let (cellWidth, cellHeight) = ((grid.width + 1) / across, grid.height / down)
        for (index, request) in shown.enumerated() {
            let cell = Rect(
                column: grid.column + index % across * cellWidth,
                row: grid.row + index / across * cellHeight,
                width: index % across == across - 1 ? grid.width - (across - 1) * cellWidth : cellWidth - 1,
                height: cellHeight
            )
            placed.append(Placed(panel: request.panel, area: cell))
        }
        return shown.count
    }

    /// Stacks panels: those of low rank get their least rows first, then spare rows are shared by weight.
    private mutating func stack(_ requests: [Request], in area: Rect) {
        var kept: [Int] = []
        var spare = area.height
        for index in requests.indices.sorted(by: { requests[$0].demand.rank < requests[$1].demand.rank }) {
            let least = max(1, requests[index].demand.least)
            guard area.width > 0, least <= spare else { continue }
            kept.append(index)
            spare -= least
        }
        kept.sort()
        var rows = kept.map { max(1, requests[$0].demand.least) }
        while spare > 0 {
            let growing = kept.indices.filter { rows[$0] < requests[kept[$0]].demand.most ?? .max }
            let next = growing.min {
                Double(rows[$0]) / requests[kept[$0]].demand.weight < Double(rows[$1])
                    / requests[kept[$1]].demand.weight
            }
            guard let next else { break }
            rows[next] += 1
            spare -= 1
        }
        var rest = area
        for (index, height) in zip(kept, rows) {
            placed.append(Placed(panel: requests[index].panel, area: rest.removeTop(height)))
        }
    }
}
