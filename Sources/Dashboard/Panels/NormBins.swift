import Glibc
import Telemetry

/// A histogram of the norms before clipping on a logarithmic axis, smallest first, with max_norm marked and the part above it
/// highlighted.
struct NormBins: View {
    let facts: ClipFacts

    /// The share of the smallest norms that the first row collects.
    private static let least = 0.01
    /// The possible widths of a bin, in doublings.
    private static let spans = [0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512, 1024]
    private static let labelWidth = 8

    func draw(into grid: inout CellGrid, _ area: Rect) {
        guard area.height > 1, area.width > Self.labelWidth + 4 else { return }
        Heading(groups: title).draw(into: &grid, area)
        let rows = area.dropping(rows: 1)
        guard let bins = bins(rows.height), let most = bins.map(\.count).max(), most > 0 else { return }
        let countWidth = bins.map { NumberFormat.count($0.count).count }.max() ?? 1
        let barWidth = rows.width - Self.labelWidth - 4 - countWidth
        for (index, bin) in bins.enumerated() {
            let row = rows.row + index
            let isMarked = facts.marked.map { bin.low <= $0 && $0 < bin.high } ?? false
            let start = rows.column + 1
            if isMarked { grid[start, row] = Cell("▸", markRole) }
            grid.write(
                endingAt: start + Self.labelWidth,
                bin.label,
                row,
                limit: Self.labelWidth - 1,
                isMarked ? markRole : .faint
            )
            grid[start + Self.labelWidth, row] = Cell("│", .frame)
            let length = Double(bin.count) / Double(most) * Double(barWidth)
            let bar = Rect(column: start + Self.labelWidth + 1, row: row, width: barWidth, height: 1)
            let above = bin.count > 0 ? Double(bin.above) / Double(bin.count) : 0
            SplitBar(length: length, second: above, roles: (.gradNorm, facts.triedNorm == nil ? .removed : .whatIf))
                .draw(into: &grid, bar)
            grid.write(
                endingAt: rows.column + rows.width - 1,
                NumberFormat.count(bin.count),
                row,
                limit: countWidth,
                bin.count > 0 ? .text : .faint
            )
        }
    }

    private var markRole: Role { facts.triedNorm == nil ? .maxNorm : .whatIf }

    private var title: [Line] {
        var title: [Line] = [[Span("gradient norm", .title)]]
        if let values = facts.sample.quantiles([0.5, 0.9, 0.99, 1]) {
            for (name, value) in zip(["p50", "p90", "p99", "max"], values) {
                title.append([Span("\(name) ", .faint), Span(NumberFormat.compact(value, digits: 3), .gradNorm)])
            }
        }
        return title
    }

    private struct Bin {
        var low: Double
        var high: Double
        var label: String
        var count = 0
        /// The number of norms above the threshold.
        var above = 0
    }

    /// The bins, at most `rows`; nil without a norm above 0.
    private func bins(_ rows: Int) -> [Bin]? {
        let sample = facts.sample
        guard let ends = sample.quantiles([Self.least, 1]), ends[1] > 0 else { return nil }
        // Norms of 0 have no logarithm and belong to the first row.
        let low = log2(max(ends[0], ends[1] * 1e-9, .leastNormalMagnitude))
        let high = max(log2(ends[1]), low)
        func edges(_ span: Double) -> ClosedRange<Int> { Int(floor(low / span))...Int(floor(high / span)) }
        guard let span = Self.spans.first(where: { edges($0).count <= rows }) else { return nil }
        let numbers = edges(span)
        var bins = numbers.map { number in
            let low = exp2(Double(number) * span)
            return Bin(low: low, high: exp2(Double(number + 1) * span), label: NumberFormat.compact(low, digits: 3))
        }
        bins[0].label = "<" + NumberFormat.compact(bins[0].high, digits: 3)
        bins[0].low = 0
        let threshold = facts.triedNorm ?? facts.inForce ?? .infinity
        func add(_ norm: Double, _ count: Int) {
            let number = norm > 0 ? Int(floor(log2(norm) / span)) : numbers.lowerBound
            let index = min(max(number, numbers.lowerBound), numbers.upperBound) - numbers.lowerBound
            bins[index].count += count
            if norm > threshold { bins[index].above += count }
        }
        for bin in sample.past.bins { add(bin.middle, bin.count) }
        for norm in sample.norms { add(norm, 1) }
        return bins
    }
}
