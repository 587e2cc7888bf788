import Telemetry

/// The gradient norm of each layer over the run in bounded memory: a matrix with a column per inspection. When it is full,
/// columns are merged in pairs, and from then on a column holds twice as many inspections. Merging keeps the highest norm.
public struct LayerHistory: Equatable, Sendable {
    /// The most numbers kept.
    private static let limit = 1 << 18
    /// The most columns kept.
    static let mostColumns = 1024

    /// The layers, in model order.
    private(set) var names: [String] = []
    /// The position of the first inspection of each column on the step axis, ascending.
    private(set) var positions: [Int] = []
    /// The norms column by column; NaN if not finite.
    private var values: [Float] = []
    /// The inspections per column, and those in the last column.
    private var (inspections, lastInspections) = (1, 0)

    public init() {}

    private var capacity: Int { max(2, min(Self.mostColumns, Self.limit / max(1, names.count))) }

    /// The norm of a layer in a column.
    subscript(layer: Int, column: Int) -> Double { Double(values[column * names.count + layer]) }

    /// Appends an inspection. If the layers differ, a new history begins.
    mutating func append(_ layers: [NamedNumber], at position: Int) {
        guard !layers.isEmpty else { return }
        let isSame = names.count == layers.count && zip(names, layers).allSatisfy { $0 == $1.name }
        if !isSame { (self, names) = (LayerHistory(), layers.map(\.name)) }
        if let last = positions.last, position < last { discard(after: position - 1) }
        if lastInspections > 0, lastInspections < inspections {
            let start = values.count - names.count
            for (index, layer) in layers.enumerated() {
                values[start + index] = Self.worse(values[start + index], Float(layer.value))
            }
            lastInspections += 1
            return
        }
        if positions.count == capacity { halve() }
        positions.append(position)
        values += layers.lazy.map { $0.value.isFinite ? Float($0.value) : .nan }
        lastInspections = 1
    }

    /// Removes the inspections after a position.
    mutating func discard(after position: Int) {
        let kept = positions.partitioningIndex { $0 > position }
        guard kept < positions.count else { return }
        positions.removeSubrange(kept...)
        values.removeSubrange((kept * names.count)...)
        lastInspections = inspections
    }

    private mutating func halve() {
        let count = names.count
        var merged: [Float] = []
        merged.reserveCapacity(values.count)
        for column in stride(from: 0, to: positions.count, by: 2) {
            for layer in 0..<count {
                let value = values[column * count + layer]
                let isAlone = column + 1 == positions.count
                merged.append(isAlone ? value : Self.worse(value, values[(column + 1) * count + layer]))
            }
        }
        positions = stride(from: 0, to: positions.count, by: 2).map { positions[$0] }
        (values, inspections) = (merged, inspections * 2)
    }

    /// NaN is worse than any other number.
    private static func worse(_ one: Float, _ other: Float) -> Float {
        one.isNaN || !other.isFinite ? .nan : max(one, other)
    }

    /// The column of the latest inspection up to a position; nil before the first.
    func column(at position: Int) -> Int? {
        let after = positions.partitioningIndex { $0 > position }
        return after == 0 ? nil : after - 1
    }

    /// The norms of the latest inspection up to a position, and the positions of its column; nil before the first.
    func inspection(at position: Int) -> (layers: [NamedNumber], positions: Range<Int>)? {
        guard let column = column(at: position) else { return nil }
        let first = positions[column]
        let end = inspections > 1 && column + 1 < positions.count ? positions[column + 1] : first + 1
        return (names.indices.map { NamedNumber(names[$0], self[$0, column]) }, first..<end)
    }

    /// One layer over the run.
    func series(of layer: Int) -> Series {
        var series = Series()
        for column in positions.indices { series.append(self[layer, column], at: positions[column]) }
        return series
    }
}
