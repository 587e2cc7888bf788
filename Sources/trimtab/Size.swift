import ArgumentParser

/// Columns and rows of a screen, written 120x36.
struct Size {
    var columns: Int
    var rows: Int

    /// - Throws: `ValidationError` for a word that is not a size.
    init(_ word: String) throws {
        let parts = word.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...1000).contains(columns),
            (1...1000).contains(rows)
        else { throw ValidationError("columns x rows, each 1 to 1000, such as 120x36") }
        self.columns = columns
        self.rows = rows
    }
}
