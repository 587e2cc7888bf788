import Telemetry

/// The horizontal axis that all charts share, from positions to dot columns.
struct StepAxis: Equatable {
    let first: Int
    /// The last position of the axis; the run may not have reached it yet.
    let last: Int

    /// An axis over `first` to `latest` with room to grow in steps of a quarter, so that it does not move with every step, and
    /// never beyond `total`.
    init(first: Int, latest: Int, total: Int?, isOver: Bool) {
        self.first = first
        let needed = max(latest - first, 1)
        var span = 40
        while span < needed { span += max(1, span / 4) }
        if let total, total > latest { span = min(span, max(total - first, needed)) }
        if isOver || (total.map { latest >= $0 } ?? false) { span = needed }
        last = first + span
    }

    /// An axis over exactly these positions.
    init(_ positions: ClosedRange<Int>) {
        first = positions.lowerBound
        last = max(positions.upperBound, first + 1)
    }

    /// The positions that it shows.
    var steps: Range<Int> { first..<last + 1 }

    private var span: Double { Double(last - first) }

    /// The dot column of a position, out of `columns`.
    func column(_ step: Int, of columns: Int) -> Int {
        let share = Double(step - first) / span
        return min(max(Int(clamping: (share * Double(columns - 1)).rounded()) ?? 0, 0), columns - 1)
    }

    /// The positions in a dot column, out of `columns`; empty if a step is wider than a column.
    func steps(_ column: Int, of columns: Int) -> Range<Int> {
        let scale = span / Double(max(columns - 1, 1))
        func edge(_ column: Double) -> Int {
            let offset = Int(clamping: (column * scale).rounded(.up)) ?? 0
            return first + min(max(offset, 0), last - first + 1)
        }
        return edge(Double(column) - 0.5)..<edge(Double(column) + 0.5)
    }

    /// The position of a column, out of `columns`.
    func position(_ column: Int, of columns: Int) -> Int {
        let share = Double(column) / Double(max(columns - 1, 1))
        return min(first + (Int(clamping: (share * span).rounded()) ?? 0), last)
    }

    /// Round positions, at most `limit`.
    func ticks(limit: Int) -> [Int] {
        Scale(low: Double(first), high: Double(last), isExact: true).ticks(limit: limit)
            .compactMap { Int(clamping: $0) }.filter { $0 >= first && $0 <= last }
    }
}

extension Scale {
    /// A linear scale without margins.
    init(low: Double, high: Double, isExact: Bool) {
        self.low = low
        self.high = high
        isLogarithmic = false
    }
}
