import Telemetry

/// Steps that follow each other, and where they lie on the step axis. It is valid while the closure runs that it is given to.
@safe struct StepRow {
    let records: UnsafeBufferPointer<StepRecord>
    /// From a step's number to its place.
    let offset: Int

    var count: Int { unsafe records.count }
    var indices: Range<Int> { unsafe records.indices }

    /// Where a step lies on the step axis, by its index.
    func place(_ index: Int) -> Int { unsafe records[index].step + offset }

    /// A part of it.
    subscript(range: Range<Int>) -> StepRow {
        unsafe StepRow(records: UnsafeBufferPointer(rebasing: records[range]), offset: offset)
    }
}
