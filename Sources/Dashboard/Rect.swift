/// A rectangle of cells on a grid.
public struct Rect: Equatable, Sendable {
    public var column: Int
    public var row: Int
    public var width: Int
    public var height: Int

    public init(column: Int, row: Int, width: Int, height: Int) {
        (self.column, self.row, self.width, self.height) = (column, row, max(0, width), max(0, height))
    }

    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The rectangle without its first rows.
    func dropping(rows: Int) -> Rect {
        Rect(column: column, row: row + rows, width: width, height: height - rows)
    }

    /// Removes rows from the top, and returns them.
    mutating func removeTop(_ rows: Int) -> Rect {
        let taken = min(max(0, rows), height)
        defer { self = dropping(rows: taken) }
        return Rect(column: column, row: row, width: width, height: taken)
    }

    /// Removes rows from the bottom, and returns them.
    mutating func removeBottom(_ rows: Int) -> Rect {
        let taken = min(max(0, rows), height)
        height -= taken
        return Rect(column: column, row: row + height, width: width, height: taken)
    }
}

extension Rect {
    func contains(_ position: CellGrid.Position) -> Bool {
        position.column >= column && position.column < column + width && position.row >= row
            && position.row < row + height
    }
}
