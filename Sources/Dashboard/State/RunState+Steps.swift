import Telemetry

/// Steps: in order, out of order, and rewound.
extension RunState {
    /// True if a step would be accepted as the next one.
    public func isNext(_ step: Int) -> Bool { order.isNext(step) }

    mutating func append(step record: StepRecord) {
        guard order.isNext(record.step) else { return appendOutOfOrder(record) }
        order.follow(record.step)
        appendNext(record)
    }

    private mutating func appendOutOfOrder(_ record: StepRecord) {
        for (record, course) in order.insert(record, after: latest) { append(record, as: course) }
    }

    /// Appends the leading steps that are in order and have only finite numbers.
    ///
    /// - Returns: the number of steps appended.
    mutating func appendPlain(_ steps: ArraySlice<StepRecord>) -> Int {
        unsafe steps.withUnsafeBufferPointer { records in
            let plain = records.indices.first { unsafe !records[$0].isPlain } ?? records.count
            let count = unsafe order.follow(UnsafeBufferPointer(rebasing: records[..<plain]))
            if count > 0 {
                unsafe append(
                    StepRow(records: UnsafeBufferPointer(rebasing: records[..<count]), offset: positions.offset)
                )
            }
            return count
        }
    }

    /// Classifies the step that waits for the next one, since no more steps come.
    mutating func settleSteps() {
        for (record, course) in order.finish() { append(record, as: course) }
    }

    private mutating func append(_ record: StepRecord, as course: StepOrder.Course) {
        let last = latest?.step ?? record.step
        switch course {
        case .follows: break
        case .completes:
            appendNumbers(of: record)
            latest = latest?.completed(by: record)
            if let latest { withRow(latest) { $0.clipping.append($1) } }
            return
        case .late:
            appendNumbers(of: record)
            return noteOrder(TimelineEntry(record, course, after: last), of: record)
        case .repeats, .stray:
            return noteOrder(TimelineEntry(record, course, after: last), of: record)
        case .goesBack: discard(after: record.step - 1)
        case .restarts, .jumps:
            positions.begin(record.step, at: positions.position(of: last) + order.stride)
            stepRate.restart()
        }
        if course != .follows { note(TimelineEntry(record, course, after: last)) }
        appendNext(record)
    }

    /// Adds an entry for a step out of order, and one for its non-finite numbers.
    private mutating func noteOrder(_ timelineEntry: TimelineEntry, of record: StepRecord) {
        note(timelineEntry)
        guard let fault = TimelineEntry(record), fault.kind == .nonFinite else { return }
        nonFiniteSteps += 1
        note(fault)
    }

    /// Appends a step that follows those before it.
    private mutating func appendNext(_ record: StepRecord) {
        withRow(record) { $0.append($1) }
        guard record.hasLists || record.isNonFinite else { return }
        appendExtras(record)
        layerTable.append(record)
        if record.hasLists { layerHistory.append(record.layers, at: positions.position(of: record.step)) }
        guard let timelineEntry = TimelineEntry(record) else { return }
        if timelineEntry.kind == .nonFinite { nonFiniteSteps += 1 } else { alarmedSteps += 1 }
        if record.alarms.contains(where: { $0.kind == .normOverflow }) { overflowedSteps += 1 }
        note(timelineEntry)
    }

    private mutating func withRow(_ record: StepRecord, _ work: (inout RunState, StepRow) -> Void) {
        let offset = positions.offset
        unsafe withUnsafePointer(to: record) {
            unsafe work(&self, StepRow(records: UnsafeBufferPointer(start: $0, count: 1), offset: offset))
        }
    }

    /// Appends the numbers of steps that follow each other.
    private mutating func append(_ row: StepRow) {
        let records = unsafe row.records
        stepCount += row.count
        firstTime = unsafe firstTime ?? records[0].time
        series.append(row)
        clipping.append(row)
        alarms.observe(row, positions)
        for index in row.indices {
            unsafe stepRate.add(step: records[index].step, time: records[index].time)
            unsafe timing.add(records[index])
        }
        if let last = row.indices.last(where: { unsafe records[$0].lr != nil }), let lr = unsafe records[last].lr {
            confirm("lr", .number(lr))
        }
        switch phase {
        case .waiting, .disconnected: phase = .running
        case .advancing(let until):
            guard let last = unsafe records.first(where: { $0.step + 1 >= until }) else { break }
            phase = last.step >= run?.steps ?? .max ? .complete : .paused
        default: break
        }
        latest = unsafe records[row.count - 1]
    }

    /// Appends only the numbers of a step.
    private mutating func appendNumbers(of record: StepRecord) {
        withRow(record) { $0.series.append($1) }
        appendExtras(record)
    }

    private mutating func appendExtras(_ record: StepRecord) {
        if record.extras.isEmpty || series.appendExtras(of: record, at: positions.position(of: record.step)) { return }
        timeline.appendLeftOut(Bounds.series, of: Bounds.series + 1, "other metrics")
    }

    /// Removes the steps after one, as after a rewind. Their numbers are kept in `rewoundSteps`.
    mutating func discard(after last: Int) {
        settleSteps()
        order.rewind(to: last)
        let position = positions.position(of: last)
        rewoundSteps = RewoundSteps(series: series.cut(after: position))
        _ = evaluationLoss.cut(after: position)
        layerHistory.discard(after: position)
        timeline.discard(after: position)
        alarms.discard(after: position)
        let mark = snapshotMarks.rewind(to: last)
        if let evaluation, evaluation.step > last { self.evaluation = nil }
        clipping.cut(after: position)
        stepRate.restart()
        let time = latest?.time ?? 0
        latest = mark?.record ?? StepRecord(step: last, time: time)
        latest?.time = time
        layerTable.discard(after: last)
        if let record = mark?.record { layerTable.append(record) }
    }
}

extension StepRecord {
    /// True if it has only numbers, all finite and within bounds.
    fileprivate var isPlain: Bool { !hasLists && isBounded && !isNonFinite }
}
