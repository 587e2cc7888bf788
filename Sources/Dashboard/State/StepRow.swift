import Telemetry

/// Steps that follow each other, and where they lie on the step axis. It is valid while the closure runs that it is given to.
struct StepRow {
    let records: UnsafeBufferPointer<StepRecord>
    /// From a step's number to its place.
    let offset: Int

    var count: Int { records.count }
    var indices: Range<Int> { records.indices }

    /// Where a step lies on the step axis, by its index.
    func place(_ index: Int) -> Int { records[index].step + offset }

    /// A part of it.
    subscript(range: Range<Int>) -> StepRow {
        StepRow(records: UnsafeBufferPointer(rebasing: records[range]), offset: offset)
    }
}
