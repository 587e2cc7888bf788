/// A rectangle of cells, the content of a screen. Rows count from the top, columns from the left, both from 0.
public struct CellGrid: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// The cells row by row, `width * height` in all.
    public private(set) var cells: [Cell]
    /// The position of the terminal's cursor while a value is typed; nil hides it.
    public var cursor: Position?

    /// A cell of the grid.
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

    /// The cell at a position. Outside the grid, reading gives a blank and writing does nothing.
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
