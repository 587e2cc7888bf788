import Telemetry

/// A full-screen menu of runs, one per row.
public struct RunMenu: Equatable, Sendable {
    /// A run of the list.
    public struct Entry: Equatable, Sendable {
        /// Unique and constant for a run.
        public var id: String
        /// The cells of its row, one for each of `heads`.
        public var cells: [String]

        public init(id: String, cells: [String]) {
            (self.id, self.cells) = (id, cells)
        }
    }

    /// The operator's decision.
    public enum Choice: Equatable, Sendable {
        case open(id: String)
        case quit
    }

    private let heads: [String]
    private let glyphs: GlyphSet
    private var entries: [Entry] = []
    private var chosenID: String?
    /// A message on the bottom row instead of the keys; nil shows the keys.
    public var message: String?

    /// - Parameter heads: the headings of the columns.
    public init(heads: [String], glyphs: GlyphSet) {
        (self.heads, self.glyphs) = (heads, glyphs)
    }

    /// Replaces the runs. The selection stays with its run.
    public mutating func show(_ entries: [Entry]) {
        let index = chosenIndex
        self.entries = entries
        if !entries.contains(where: { $0.id == chosenID }) {
            chosenID = entries.isEmpty ? nil : entries[min(index, entries.count - 1)].id
        }
    }

    /// Applies a key.
    ///
    /// - Returns: the decision; nil for a key that only moves the selection or does nothing.
    public mutating func press(_ key: Key) -> Choice? {
        message = nil
        switch key {
        case .up, .character("k"): move(by: -1)
        case .down, .character("j"): move(by: 1)
        case .pageUp: move(by: -10)
        case .pageDown: move(by: 10)
        case .home, .character("g"): move(by: -entries.count)
        case .end, .character("G"): move(by: entries.count)
        case .enter: return chosenID.map { .open(id: $0) }
        case .character("q"), .control("c"): return .quit
        default: break
        }
        return nil
    }

    /// The screen, for any size from 0×0 up.
    public func render(columns: Int, rows: Int) -> CellGrid {
        var grid = CellGrid(width: min(columns, 1000), height: min(rows, 1000))
        guard grid.height > 0 else { return grid }
        let count = Span(NumberFormat.plural(entries.count, "run"), .faint)
        let top = Rect(column: 0, row: 0, width: grid.width, height: 1)
        Heading(groups: [[Span("runs on this machine", .title)], [count]]).draw(into: &grid, top)
        if grid.height > 2 { drawRow(heads, 1, .faint, into: &grid) }
        let room = max(0, grid.height - 3)
        // The selected row is in the middle if not all fit.
        let first = min(max(0, chosenIndex - room / 2), max(0, entries.count - room))
        for (row, entry) in entries.dropFirst(first).prefix(room).enumerated() {
            let isChosen = entry.id == chosenID
            if isChosen { grid.fill(" ", 0, row + 2, width: grid.width, .selected) }
            drawRow(entry.cells, row + 2, isChosen ? .selected : .text, into: &grid)
        }
        if grid.height > 1 { drawBottomRow(grid.height - 1, into: &grid) }
        return glyphs == .braille ? grid : grid.shown(in: glyphs)
    }

    private var chosenIndex: Int { entries.firstIndex { $0.id == chosenID } ?? 0 }

    private mutating func move(by distance: Int) {
        guard !entries.isEmpty else { return }
        chosenID = entries[min(max(chosenIndex + distance, 0), entries.count - 1)].id
    }

    private func drawRow(_ cells: [String], _ row: Int, _ role: Role, into grid: inout CellGrid) {
        var column = 1
        for (cell, width) in zip(cells, widths) where width > 0 {
            grid.write(shortened(cell, to: width), column, row, limit: grid.width - column, role)
            column += width + 2
        }
    }

    /// The width of each column; long cells are cut.
    private var widths: [Int] {
        heads.indices.map { index in
            min(40, ([heads] + entries.map(\.cells)).map { $0[index].unicodeScalars.count }.max() ?? 0)
        }
    }

    private func drawBottomRow(_ row: Int, into grid: inout CellGrid) {
        if let message {
            grid.write(" " + shortened(message, to: grid.width - 2), 0, row, limit: grid.width, .warning)
            return
        }
        let keys = entries.isEmpty ? [("q", "quit")] : [("↑ ↓", "select"), ("Enter", "attach"), ("q", "quit")]
        let line = Line(keys.flatMap { [Span(" \($0.0)", .key), Span(" \($0.1) ", .faint)] })
        grid.write(line, 0, row, limit: grid.width)
    }
}
