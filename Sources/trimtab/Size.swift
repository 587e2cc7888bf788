import ArgumentParser

/// Columns and rows of a screen, written 120x36.
struct Size: ExpressibleByArgument {
    var columns: Int
    var rows: Int

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...1000).contains(columns),
            (1...1000).contains(rows)
        else { return nil }
        self.columns = columns
        self.rows = rows
    }

    var defaultValueDescription: String { "\(columns)x\(rows)" }
}
