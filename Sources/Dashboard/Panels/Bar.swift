/// A horizontal bar on one row.
struct Bar: View {
    /// 0 to 1; what is not finite counts as 0.
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
    /// Cells the whole bar takes; anything above 0 is seen.
    var length: Double
    /// The share of it that the second part is.
    var second: Double
    var roles: (first: Role, second: Role)

    private static let eighths: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard !area.isEmpty, length > 0 else { return }
        let parts = max(1, Int((min(length, Double(area.width)) * 8).rounded()))
        let cells = (parts + 7) / 8
        // Where a part is there at all it has a cell, as far as there are cells.
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
