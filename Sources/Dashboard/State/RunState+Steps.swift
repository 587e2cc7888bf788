import Telemetry

/// Steps: in order, out of order, and rewound.
extension RunState {
    /// Whether a step would be taken for the next one.
    public func isNext(_ step: Int) -> Bool { order.isNext(step) }

    mutating func receive(_ record: borrowing StepRecord) {
        guard order.isNext(record.step) else { return receiveOutOfOrder(copy record) }
        order.follow(record.step)
        take(record)
    }

    private mutating func receiveOutOfOrder(_ record: StepRecord) {
        for (record, course) in order.take(record, after: latest) { take(record, as: course) }
    }

    /// Decides about a step that waited for the next one, which will not come.
    mutating func settleSteps() {
        for (record, course) in order.finish() { take(record, as: course) }
    }

    private mutating func take(_ record: StepRecord, as course: StepOrder.Course) {
        let last = latest?.step ?? record.step
        switch course {
        case .follows: break
        case .completes:
            append(record)
            latest = latest?.completed(by: record)
            if let latest { clipping.take(latest, at: places.place(of: latest.step)) }
            return
        case .late:
            append(record)
            return noteOrder(Incident(record, course, after: last), of: record)
        case .repeats, .stray:
            return noteOrder(Incident(record, course, after: last), of: record)
        case .goesBack: takeBack(after: record.step - 1)
        case .restarts, .jumps:
            places.begin(record.step, at: places.place(of: last) + order.stride)
            pulse.restart()
        }
        if course != .follows { note(Incident(record, course, after: last)) }
        take(record)
    }

    /// Notes a step that the charts do not have in its place; that its numbers were not finite is not lost with it.
    private mutating func noteOrder(_ incident: Incident, of record: StepRecord) {
        note(incident)
        guard let fault = Incident(record), fault.kind == .nonFinite else { return }
        nonFiniteSteps += 1
        note(fault)
    }

    private mutating func take(_ record: borrowing StepRecord) {
        stepCount += 1
        firstTime = firstTime ?? record.time
        append(record)
        clipping.take(record, at: places.place(of: record.step))
        pulse.take(step: record.step, time: record.time)
        alarms.take(step: record, places)
        layerTable.take(record)
        if record.hasLists { layerHistory.append(record.layers, at: places.place(of: record.step)) }
        timing.take(record)
        if let lr = record.lr { confirm("lr", .number(lr)) }
        if let incident = Incident(record) {
            if incident.kind == .nonFinite { nonFiniteSteps += 1 } else { alarmedSteps += 1 }
            if record.alarms.contains(where: { $0.kind == .normOverflow }) { overflowedSteps += 1 }
            note(incident)
        }
        switch phase {
        case .waiting, .cut: phase = .running
        case .advancing(let until) where record.step + 1 >= until:
            phase = record.step >= run?.steps ?? .max ? .complete : .paused
        default: break
        }
        latest = copy record
    }

    private mutating func append(_ record: borrowing StepRecord) {
        if series.append(record, at: places.place(of: record.step)) { return }
        incidentLog.appendLeftOut(Bounds.series, of: Bounds.series + 1, "other metrics")
    }

    /// Forgets the steps after one that the run has gone back to; their numbers are kept aside, to be seen.
    mutating func takeBack(after last: Int) {
        settleSteps()
        order.rewind(to: last)
        let place = places.place(of: last)
        takenBack = TakenBack(series: series.cut(after: place))
        _ = evaluationLoss.cut(after: place)
        layerHistory.takeBack(after: place)
        incidentLog.takeBack(after: place)
        alarms.takeBack(after: place)
        let mark = snapshotMarks.rewind(to: last)
        if let evaluation, evaluation.step > last { self.evaluation = nil }
        clipping.cut(after: place)
        pulse.restart()
        let time = latest?.time ?? 0
        latest = mark?.record ?? StepRecord(step: last, time: time)
        latest?.time = time
        layerTable.discard(after: last)
        if let record = mark?.record { layerTable.take(record) }
    }
}
