import Dashboard

/// What the probe shows: a frame, the size, what was received, and a pattern that differs from cell to cell.
struct ProbeView {
    let glyphs: GlyphSet
    let showsRoles: Bool
    var received: [String] = []

    init(glyphs: GlyphSet, showsRoles: Bool) {
        self.glyphs = glyphs
        self.showsRoles = showsRoles
    }

    func grid(width: Int, height: Int) -> CellGrid {
        var grid = CellGrid(width: width, height: height)
        if showsRoles { drawRoles(&grid) } else { drawPattern(&grid) }
        write("probe \(width)x\(height) \(glyphs.rawValue)", column: 1, row: 0, .title, &grid)
        if !showsRoles {
            write(received.suffix(8).joined(separator: " "), column: 0, row: 1, .text, &grid)
        }
        return grid
    }

    private func write(_ text: String, column: Int, row: Int, _ role: Role, _ grid: inout CellGrid) {
        for (place, scalar) in text.unicodeScalars.enumerated() { grid[column + place, row] = Cell(scalar, role) }
    }

    private func drawPattern(_ grid: inout CellGrid) {
        for row in 2..<max(2, grid.height) {
            for column in 0..<grid.width {
                let number = UInt32(column * 7 + row * 13)
                let code: UInt32 =
                    switch glyphs {
                    case .braille: 0x2801 + number % 255
                    case .blocks: 0x2581 + number % 8
                    case .ascii: 0x21 + number % 94
                    }
                grid[column, row] = Cell(Unicode.Scalar(code)!, Role.allCases[Int(number) % Role.allCases.count])
            }
        }
    }

    /// Every role as text, as a line of a chart, and as a bar.
    private func drawRoles(_ grid: inout CellGrid) {
        let wave: [Unicode.Scalar] =
            glyphs == .ascii ? ["_", "-", "^", "-"] : ["⣀", "⡠", "⠔", "⠊", "⠉", "⠑", "⠢", "⢄"]
        let bar: Unicode.Scalar = glyphs == .ascii ? "#" : "█"
        for (place, role) in Role.allCases.enumerated() {
            let row = 2 + place
            write("\(role)", column: 2, row: row, role, &grid)
            write("0.0137 Loss ─╮", column: 16, row: row, role, &grid)
            for step in 0..<24 { grid[32 + step, row] = Cell(wave[step % wave.count], role) }
            for step in 0..<8 { grid[58 + step, row] = Cell(bar, role) }
            for step in 0..<8 { grid[68 + step, row] = Cell(glyphs == .ascii ? "=" : "━", role) }
        }
    }
}
