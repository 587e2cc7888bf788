import Dashboard

/// What the probe shows: a frame, the size, what was received, and a pattern that differs from cell to cell.
struct ProbeView {
    let glyphs: GlyphSet
    let shown: Shown
    var theme = ThemeName.dark
    var received: [String] = []

    enum Shown {
        case pattern, roles, oddGlyphs
    }

    init(glyphs: GlyphSet, shown: Shown) {
        self.glyphs = glyphs
        self.shown = shown
    }

    func grid(width: Int, height: Int) -> CellGrid {
        var grid = CellGrid(width: width, height: height)
        switch shown {
        case .pattern: drawPattern(&grid)
        case .roles: drawRoles(&grid)
        case .oddGlyphs: drawOddGlyphs(&grid)
        }
        write("probe \(width)x\(height) \(glyphs.rawValue) \(theme.rawValue)", column: 1, row: 0, .title, &grid)
        if shown == .pattern {
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

    /// Controls, and glyphs that take no place or two; a terminal that obeyed them would be garbled.
    private func drawOddGlyphs(_ grid: inout CellGrid) {
        let odd = "\u{7}\u{1b}\u{7f}\u{85}\u{9b}中\u{301}\u{ad}\u{200b}\u{202e}😀\u{fe0f}\u{fffe}é"
        write(odd, column: 0, row: 2, .text, &grid)
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
