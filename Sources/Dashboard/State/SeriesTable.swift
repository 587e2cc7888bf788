public import Telemetry

/// The series of every number of a run's steps: those of `Metric`, and the source's own.
public struct SeriesTable: Equatable, Sendable {
    /// A metric of the source's own.
    public struct Named: Equatable, Sendable {
        public var name: String
        public var series: Series
    }

    /// The series of `Metric`, by raw value.
    private var known = Metric.allCases.map { _ in Series() }
    /// max_norm on steps with clip `none`; `.maxNorm` has it on steps whose norm was clipped by it.
    public private(set) var idleMaxNorm = Series()
    /// The seconds since the run began, and the epochs, for the labels of the step axis.
    private(set) var times = Series()
    private(set) var epochs = Series()
    /// The source's own metrics, in the order of their first appearance.
    public private(set) var named: [Named] = []

    public init() {}

    /// The series of a metric; empty if no step has it.
    public subscript(metric: Metric) -> Series { known[metric.rawValue] }

    /// The number of steps appended at a time, few enough for the processor's cache.
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
        // A threshold per element is not comparable with norms.
        unsafe known[Metric.maxNorm.rawValue].append(
            scratch.values(of: row) { $0.clipKind == .value || $0.clipKind == Clip.none ? nil : $0.maxNorm }
        )
        unsafe idleMaxNorm.append(scratch.values(of: row) { $0.clipKind == Clip.none ? $0.maxNorm : nil })
    }

    /// Appends the source's own metrics of a step.
    ///
    /// - Parameter position: the position of the step on the step axis.
    /// - Returns: false if a metric was dropped for lack of room.
    mutating func appendExtras(of record: StepRecord, at position: Int) -> Bool {
        var hasRoom = true
        for number in record.extras where number.name != StepRecord.withheldSeries {
            hasRoom = append(number, at: position) && hasRoom
        }
        return hasRoom
    }

    private mutating func append(_ number: NamedNumber, at position: Int) -> Bool {
        var index = named.firstIndex { $0.name == number.name }
        if index == nil, named.count < Bounds.series {
            index = named.count
            named.append(Named(name: number.name, series: Series()))
        }
        guard let index else { return false }
        named[index].series.append(number.value, at: position)
        return true
    }

    /// The table with each series changed.
    func mapped(_ change: (Series) -> Series) -> SeriesTable {
        var table = self
        table.known = known.map(change)
        table.idleMaxNorm = change(idleMaxNorm)
        for index in named.indices { table.named[index].series = change(named[index].series) }
        return table
    }

    /// The table with each series merged with that of another table, an empty one if the other lacks it.
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

    /// Removes the values after a position.
    ///
    /// - Returns: the values removed.
    mutating func cut(after position: Int) -> SeriesTable {
        var tail = SeriesTable()
        for index in known.indices { tail.known[index] = known[index].cut(after: position) }
        tail.idleMaxNorm = idleMaxNorm.cut(after: position)
        tail.times = times.cut(after: position)
        tail.epochs = epochs.cut(after: position)
        for index in named.indices {
            tail.named.append(
                Named(name: named[index].name, series: named[index].series.cut(after: position))
            )
        }
        return tail
    }

    /// The latest position of any value; nil if there is none.
    var lastPosition: Int? {
        (known + [idleMaxNorm] + named.map(\.series)).lazy.filter { !$0.isEmpty }.map(\.lastStep).max()
    }
}

extension UnsafeMutableBufferPointer<SeriesValue> {
    /// The values of the steps that have one, written to this buffer.
    @inline(__always)
    fileprivate func values(
        of row: StepRow,
        _ number: (borrowing StepRecord) -> Double?
    ) -> UnsafeBufferPointer<SeriesValue> {
        var count = 0
        for index in row.indices {
            guard let value = unsafe number(row.records[index]) else { continue }
            unsafe initializeElement(at: count, to: SeriesValue(step: row.position(index), value: value))
            count += 1
        }
        return unsafe UnsafeBufferPointer(rebasing: self[..<count])
    }
}
