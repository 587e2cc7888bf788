extension CellGrid {
    /// Writes text in a row, cut at a width. Text from outside is safe; see `oneColumn`.
    ///
    /// - Returns: the columns used.
    @discardableResult
    mutating func write(_ text: String, _ column: Int, _ row: Int, limit: Int, _ role: Role = .text) -> Int {
        var used = 0
        for scalar in text.unicodeScalars {
            guard used < limit else { break }
            self[column + used, row] = Cell(oneColumn(scalar), role)
            used += 1
        }
        return used
    }

    /// Writes text that ends at a column (exclusive), cut to a width.
    mutating func write(endingAt end: Int, _ text: String, _ row: Int, limit: Int, _ role: Role = .text) {
        let width = min(text.unicodeScalars.count, max(0, limit))
        write(text, end - width, row, limit: width, role)
    }

    /// Writes a line that ends at a column (exclusive).
    mutating func write(endingAt end: Int, _ line: Line, _ row: Int) {
        write(line, end - line.width, row, limit: line.width)
    }

    /// Fills a stretch of a row with one glyph.
    mutating func fill(_ glyph: Unicode.Scalar, _ column: Int, _ row: Int, width: Int, _ role: Role) {
        for offset in 0..<max(0, width) { self[column + offset, row] = Cell(glyph, role) }
    }

    /// Blanks a rectangle.
    mutating func clear(_ area: Rect) {
        for row in area.row..<area.row + area.height { fill(" ", area.column, row, width: area.width, .text) }
    }

    /// Writes a line, cut at a width.
    @discardableResult
    mutating func write(_ line: Line, _ column: Int, _ row: Int, limit: Int) -> Int {
        var used = 0
        for span in line.spans {
            guard used < limit else { break }
            used += write(span.text, column + used, row, limit: limit - used, span.role)
        }
        return used
    }
}
