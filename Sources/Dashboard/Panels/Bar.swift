/// A horizontal bar on one row.
struct Bar: View {
    /// The length as a share of the width, clamped to 0 to 1; non-finite values count as 0.
    var share: Double
    var role: Role

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let halves = Int(((share.isFinite ? min(max(share, 0), 1) : 0) * Double(area.width * 2)).rounded())
        grid.fill("─", area.column, area.row, width: area.width, .gaugeEmpty)
        grid.fill("━", area.column, area.row, width: halves / 2, role)
        if halves % 2 > 0 { grid[area.column + halves / 2, area.row] = Cell("╸", role) }
    }
}

/// A solid bar on one row, to an eighth of a cell, in two parts.
struct SplitBar: View {
    /// The length in cells; anything above 0 is visible.
    var length: Double
    /// The share of the second part.
    var second: Double
    var roles: (first: Role, second: Role)

    private static let eighths: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty, length > 0 else { return }
        let parts = max(1, Int((min(length, Double(area.width)) * 8).rounded()))
        let cells = (parts + 7) / 8
        // Each part above 0 has at least a cell, if there are two cells.
        var firstCells = Int((Double(cells) * (1 - second)).rounded())
        if second > 0, firstCells == cells { firstCells = cells - 1 }
        if second < 1, firstCells == 0, cells > 1 { firstCells = 1 }
        for cell in 0..<cells {
            let role = cell < firstCells ? roles.first : roles.second
            let isPart = cell == cells - 1 && parts % 8 > 0
            grid[area.column + cell, area.row] = Cell(isPart ? Self.eighths[parts % 8 - 1] : "█", role)
        }
    }
}
