/// A rectangle of dots finer than cells. Later strokes change the color of earlier ones in their cells, but keep their dots.
struct Canvas {
    let columns: Int
    let rows: Int
    private let glyphs: GlyphSet
    let width: Int
    private var cells: [Ink]

    private struct Ink {
        var dots: UInt8 = 0
        var role = Role.text
    }

    /// A canvas for `width` by `height` cells.
    init(width: Int, height: Int, glyphs: GlyphSet) {
        self.width = width
        self.glyphs = glyphs
        columns = width * glyphs.dotColumns
        rows = height * glyphs.dotRows
        cells = Array(repeating: Ink(), count: width * height)
    }

    /// Sets a dot; row 0 is the top. Dots outside are ignored.
    mutating func dot(_ column: Int, _ row: Int, _ role: Role) {
        guard column >= 0, row >= 0, column < columns, row < rows else { return }
        let (across, down) = (glyphs.dotColumns, glyphs.dotRows)
        let index = row / down * width + column / across
        cells[index].dots |= glyphs.bit(column % across, row % down)
        cells[index].role = role
    }

    /// A vertical stroke, ends included.
    mutating func vertical(_ column: Int, _ top: Int, _ bottom: Int, _ role: Role) {
        for row in min(top, bottom)...max(top, bottom) { dot(column, row, role) }
    }

    /// A straight stroke, ends included.
    mutating func line(_ from: (column: Int, row: Int), _ to: (column: Int, row: Int), _ role: Role) {
        let length = max(abs(to.column - from.column), abs(to.row - from.row), 1)
        for step in 0...length {
            let share = Double(step) / Double(length)
            dot(
                from.column + Int((share * Double(to.column - from.column)).rounded()),
                from.row + Int((share * Double(to.row - from.row)).rounded()),
                role
            )
        }
    }

    /// Writes the cells that have dots into a grid.
    func draw(into grid: inout CellGrid, column: Int, row: Int) {
        guard width > 0 else { return }
        for (index, ink) in cells.enumerated() where ink.dots != 0 {
            grid[column + index % width, row + index / width] = Cell(glyphs.glyph(ink.dots, ink.role), ink.role)
        }
    }
}

extension GlyphSet {
    /// Dots per cell, horizontally.
    var dotColumns: Int { self == .braille ? 2 : 1 }
    /// Dots per cell, vertically.
    var dotRows: Int { self == .braille ? 4 : 2 }

    fileprivate func bit(_ column: Int, _ row: Int) -> UInt8 {
        guard self == .braille else { return row == 0 ? 1 : 2 }
        // Unicode numbers the braille dots down the left column, then the right, and the bottom pair last.
        if row == 3 { return column == 0 ? 0x40 : 0x80 }
        return 1 << UInt8(row + 3 * column)
    }

    fileprivate func glyph(_ dots: UInt8, _ role: Role) -> Unicode.Scalar {
        switch self {
        case .braille: return Unicode.Scalar(0x2800 + UInt32(dots)) ?? " "
        case .blocks:
            if role == .maxNorm { return "─" }
            if role == .band { return "░" }
            return dots == 1 ? "▀" : dots == 2 ? "▄" : "█"
        case .ascii:
            // Without colors a series is recognized by its glyph.
            switch role {
            case .maxNorm: return "-"
            case .clippedNorm: return "+"
            case .band: return "."
            default: return dots == 1 ? "'" : dots == 2 ? "." : ":"
            }
        }
    }
}
