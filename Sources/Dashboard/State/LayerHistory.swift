import Telemetry

/// What steps said of each layer over the run, in bounded memory: a matrix of looks, oldest first. When it is full,
/// neighbors are merged in pairs, and from then on as many looks go into one column; of merged ones the highest stays.
public struct LayerHistory: Equatable, Sendable {
    /// Most numbers kept.
    private static let limit = 1 << 18
    /// Most columns kept.
    static let mostColumns = 1024

    /// The layers, in the order of the model.
    private(set) var names: [String] = []
    /// Where the first look of each column lies on the step axis, rising.
    private(set) var places: [Int] = []
    /// Column by column a number for each layer; NaN where it is not finite.
    private var values: [Float] = []
    /// Looks that make a column, and those in the last one.
    private var (looks, lastLooks) = (1, 0)

    public init() {}

    private var capacity: Int { max(2, min(Self.mostColumns, Self.limit / max(1, names.count))) }

    /// The number of a layer in a column.
    subscript(layer: Int, column: Int) -> Double { Double(values[column * names.count + layer]) }

    /// Adds a look. Other layers than before start a new history.
    mutating func append(_ layers: [NamedNumber], at place: Int) {
        guard !layers.isEmpty else { return }
        let isSame = names.count == layers.count && zip(names, layers).allSatisfy { $0 == $1.name }
        if !isSame { (self, names) = (LayerHistory(), layers.map(\.name)) }
        if let last = places.last, place < last { discard(after: place - 1) }
        if lastLooks > 0, lastLooks < looks {
            let start = values.count - names.count
            for (index, layer) in layers.enumerated() {
                values[start + index] = Self.worse(values[start + index], Float(layer.value))
            }
            lastLooks += 1
            return
        }
        if places.count == capacity { halve() }
        places.append(place)
        values += layers.lazy.map { $0.value.isFinite ? Float($0.value) : .nan }
        lastLooks = 1
    }

    /// Forgets the looks after a place.
    mutating func discard(after place: Int) {
        let kept = places.partitioningIndex { $0 > place }
        guard kept < places.count else { return }
        places.removeSubrange(kept...)
        values.removeSubrange((kept * names.count)...)
        lastLooks = looks
    }

    private mutating func halve() {
        let count = names.count
        var merged: [Float] = []
        merged.reserveCapacity(values.count)
        for column in stride(from: 0, to: places.count, by: 2) {
            for layer in 0..<count {
                let value = values[column * count + layer]
                let isAlone = column + 1 == places.count
                merged.append(isAlone ? value : Self.worse(value, values[(column + 1) * count + layer]))
            }
        }
        places = stride(from: 0, to: places.count, by: 2).map { places[$0] }
        (values, looks) = (merged, looks * 2)
    }

    /// NaN is worse than any other number.
    private static func worse(_ one: Float, _ other: Float) -> Float {
        one.isNaN || !other.isFinite ? .nan : max(one, other)
    }

    /// The column of the look that was the latest at a place; nil before the first.
    func column(at place: Int) -> Int? {
        let after = places.partitioningIndex { $0 > place }
        return after == 0 ? nil : after - 1
    }

    /// The layers of the look that was the latest at a place, and the places of the looks that are kept with it; nil before the
    /// first.
    func look(at place: Int) -> (layers: [NamedNumber], places: Range<Int>)? {
        guard let column = column(at: place) else { return nil }
        let first = places[column]
        let end = looks > 1 && column + 1 < places.count ? places[column + 1] : first + 1
        return (names.indices.map { NamedNumber(names[$0], self[$0, column]) }, first..<end)
    }

    /// One layer over the run.
    func series(of layer: Int) -> Series {
        var series = Series()
        for column in places.indices { series.append(self[layer, column], at: places[column]) }
        return series
    }
}
