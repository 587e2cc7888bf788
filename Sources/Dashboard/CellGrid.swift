/// A rectangle of cells: what a screen shows. Rows count from the top, columns from the left, both from 0.
public struct CellGrid: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// Row by row, `width * height` cells.
    public private(set) var cells: [Cell]
    /// Where the terminal's cursor stands while a value is typed; nil hides it.
    public var cursor: Position?

    public struct Position: Equatable, Sendable {
        public var column: Int
        public var row: Int

        public init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
    }

    /// A blank grid; negative sizes count as 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    /// The cell at a place; writing outside the grid does nothing, reading there gives a blank.
    public subscript(column: Int, row: Int) -> Cell {
        get { contains(column, row) ? cells[row * width + column] : .blank }
        set { if contains(column, row) { cells[row * width + column] = newValue } }
    }

    /// The grid as lines of text without trailing blanks.
    public var lines: [String] {
        (0..<height).map { row in
            var scalars = String.UnicodeScalarView()
            for cell in cells[row * width..<(row + 1) * width] { scalars.append(cell.glyph) }
            var line = String(scalars)
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func contains(_ column: Int, _ row: Int) -> Bool {
        column >= 0 && row >= 0 && column < width && row < height
    }
}
