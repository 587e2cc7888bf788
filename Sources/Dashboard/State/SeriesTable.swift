public import Telemetry

/// The course of every number that the steps of a run have reported. Those of the table of metrics and those of a source's
/// own stand side by side.
public struct SeriesTable: Equatable, Sendable {
    /// A number under a name of the source's own.
    public struct Named: Equatable, Sendable {
        public var name: String
        public var series: Series
    }

    /// By the places of the metrics in their table.
    private var known = Metric.allCases.map { _ in Series() }
    /// max_norm on the steps that kept it unused (clip none); `.maxNorm` has it on those whose norms were clipped by it.
    public private(set) var idleMaxNorm = Series()
    /// Seconds since the run began, and epochs: the other quantities a place on the step axis stands for.
    private(set) var times = Series()
    private(set) var epochs = Series()
    /// Numbers under other names, in the order in which they first came.
    public private(set) var named: [Named] = []

    public init() {}

    public subscript(metric: Metric) -> Series { known[metric.rawValue] }

    /// Steps whose numbers are appended at a time: few enough to stay in the processor's cache meanwhile.
    private static let portion = 128

    /// Appends the numbers of steps that follow each other.
    mutating func append(_ row: StepRow) {
        unsafe withUnsafeTemporaryAllocation(of: SeriesValue.self, capacity: min(row.count, Self.portion)) { scratch in
            for start in stride(from: 0, to: row.count, by: Self.portion) {
                unsafe append(row[start..<min(start + Self.portion, row.count)], scratch)
            }
        }
    }

    private mutating func append(_ row: StepRow, _ scratch: UnsafeMutableBufferPointer<SeriesValue>) {
        unsafe times.append(scratch.values(of: row) { $0.time })
        unsafe epochs.append(scratch.values(of: row) { record in record.epoch.map { Double($0) } })
        for metric in Metric.allCases where metric != .maxNorm {
            unsafe known[metric.rawValue].append(scratch.values(of: row) { $0[metric] })
        }
        // What is per element has no place among norms.
        unsafe known[Metric.maxNorm.rawValue].append(
            scratch.values(of: row) { $0.clipKind == .value || $0.clipKind == Clip.none ? nil : $0.maxNorm }
        )
        unsafe idleMaxNorm.append(scratch.values(of: row) { $0.clipKind == Clip.none ? $0.maxNorm : nil })
    }

    /// Appends the numbers under names of the source's own.
    ///
    /// - Parameter place: where the step lies on the axis.
    /// - Returns: false when a name found no room.
    mutating func appendExtras(of record: StepRecord, at place: Int) -> Bool {
        var hasRoom = true
        for number in record.extras where number.name != StepRecord.withheldSeries {
            hasRoom = append(number, at: place) && hasRoom
        }
        return hasRoom
    }

    private mutating func append(_ number: NamedNumber, at place: Int) -> Bool {
        var index = named.firstIndex { $0.name == number.name }
        if index == nil, named.count < Bounds.series {
            index = named.count
            named.append(Named(name: number.name, series: Series()))
        }
        guard let index else { return false }
        named[index].series.append(number.value, at: place)
        return true
    }

    /// The same numbers with other series.
    func mapped(_ change: (Series) -> Series) -> SeriesTable {
        var table = self
        table.known = known.map(change)
        table.idleMaxNorm = change(idleMaxNorm)
        for index in named.indices { table.named[index].series = change(named[index].series) }
        return table
    }

    /// The same numbers, each with the series of the same number in another table; an empty one where that has none.
    func merged(with other: SeriesTable, _ change: (Series, Series) -> Series) -> SeriesTable {
        var table = self
        table.known = zip(known, other.known).map(change)
        table.idleMaxNorm = change(idleMaxNorm, other.idleMaxNorm)
        for (index, number) in named.enumerated() {
            let series = other.named.first { $0.name == number.name }?.series ?? Series()
            table.named[index].series = change(number.series, series)
        }
        return table
    }

    /// Removes the values after a place.
    ///
    /// - Returns: the values removed.
    mutating func cut(after place: Int) -> SeriesTable {
        var tail = SeriesTable()
        for index in known.indices { tail.known[index] = known[index].cut(after: place) }
        tail.idleMaxNorm = idleMaxNorm.cut(after: place)
        tail.times = times.cut(after: place)
        tail.epochs = epochs.cut(after: place)
        for index in named.indices {
            tail.named.append(
                Named(name: named[index].name, series: named[index].series.cut(after: place))
            )
        }
        return tail
    }

    /// The latest place of any number; nil where there is none.
    var lastPlace: Int? {
        (known + [idleMaxNorm] + named.map(\.series)).lazy.filter { !$0.isEmpty }.map(\.lastStep).max()
    }
}

extension UnsafeMutableBufferPointer<SeriesValue> {
    /// The values of those steps that have one, in here.
    @inline(__always)
    fileprivate func values(
        of row: StepRow,
        _ number: (borrowing StepRecord) -> Double?
    ) -> UnsafeBufferPointer<SeriesValue> {
        var count = 0
        for index in row.indices {
            guard let value = unsafe number(row.records[index]) else { continue }
            unsafe initializeElement(at: count, to: SeriesValue(step: row.place(index), value: value))
            count += 1
        }
        return unsafe UnsafeBufferPointer(rebasing: self[..<count])
    }
}
