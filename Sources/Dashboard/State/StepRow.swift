import Telemetry

/// Consecutive steps with their positions on the step axis. Valid only within the closure that receives it.
@safe struct StepRow {
    let records: UnsafeBufferPointer<StepRecord>
    /// The position of a step minus its number.
    let offset: Int

    var count: Int { unsafe records.count }
    var indices: Range<Int> { unsafe records.indices }

    /// The position of the step at an index.
    func position(_ index: Int) -> Int { unsafe records[index].step + offset }

    /// A part of the row.
    subscript(range: Range<Int>) -> StepRow {
        unsafe StepRow(records: UnsafeBufferPointer(rebasing: records[range]), offset: offset)
    }
}
