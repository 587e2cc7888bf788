public import Telemetry

/// Everything reported by the events of a run, ready to be drawn. A value: a copy is a snapshot.
public struct RunState: Equatable, Sendable, EventReceiver {
    public internal(set) var run: Run?
    public internal(set) var phase = Phase.waiting
    /// Why the run is held, where it is.
    var holdReason: HoldReason?
    /// The latest step.
    public internal(set) var latest: StepRecord?
    public internal(set) var stepCount = 0
    /// The time of the first step since the clock began, and the steps before it.
    var firstTime: Double?
    var stepsBefore = 0
    var order = StepOrder()
    /// Where the steps lie on the axis; all series are kept by these places.
    var places = StepPlaces()

    /// The course of what the steps report.
    public internal(set) var series = SeriesTable()
    /// What they reported last of each layer.
    public internal(set) var layerTable = LayerTable()
    /// The gradient norms of the layers over the run.
    var layerHistory = LayerHistory()
    public internal(set) var evaluation: Evaluation?
    public internal(set) var evaluationLoss = Series()
    public internal(set) var clipping = ClipStatistics()
    public internal(set) var stepRate = StepRate()
    var timing = StepTiming()

    var timeline = Timeline()
    /// What was found wrong with the run.
    public internal(set) var alarms: AlarmLog
    public internal(set) var nonFiniteSteps = 0
    /// Steps whose gradients were finite and their norm was not.
    public internal(set) var overflowedSteps = 0
    /// Steps with numbers that were finite and yet wrong.
    public internal(set) var alarmedSteps = 0
    var snapshotMarks = SnapshotMarks()
    /// What the last rewind took back.
    public internal(set) var rewoundSteps = RewoundSteps()

    /// What could not be read of the source.
    public private(set) var reading = ReadingReport()
    /// The first step that playback still has, where it has let earlier ones go.
    var replayStart: Int?
    /// Steps that did not come because the screen could not keep up.
    public private(set) var shedSteps = 0

    /// - Parameter responses: what is done about each alarm.
    public init(_ responses: AlarmResponses = AlarmResponses()) { alarms = AlarmLog(responses) }

    /// Applies the next event.
    public mutating func receive(_ event: Event) {
        switch event {
        case .run(var run):
            let count = run.settings.count
            run.bound()
            begin(run)
            timeline.appendLeftOut(run.settings.count, of: count, "settings")
        case .step(let record): receive(step: record)
        case .applied(var applied):
            applied.bound()
            apply(applied)
        case .rejected(let rejected): note(TimelineEntry(rejected))
        case .evaluation(var evaluation):
            evaluation.bound()
            append(evaluation)
        case .checkpoint(var report):
            report.bound()
            note(TimelineEntry(report))
        case .snapshot(var report):
            report.bound()
            snapshotMarks.append(report, latest: latest)
        case .warning(var warning):
            warning.bound()
            note(TimelineEntry(warning))
        case .alarm(let report): alarms.observe(report, places)
        case .live: break
        case .gap(let steps): shedSteps += Bounds.count(steps)
        case .end(var end):
            end.bound()
            settleSteps()
            alarms.observe(end, places)
            phase = .ended(end)
            note(TimelineEntry(end))
        }
    }

    /// Applies the next step.
    public mutating func receive(step record: borrowing StepRecord) {
        guard !record.isBounded else { return append(step: copy record) }
        var bounded = copy record
        bounded.bound()
        let layers = { (record: borrowing StepRecord) in
            LayerMetric.allCases.map { record[$0].count }.max() ?? 0
        }
        timeline.appendLeftOut(layers(bounded), of: layers(record), "layers")
        timeline.appendLeftOut(Bounds.series, of: record.extras.count, "other metrics")
        append(step: bounded)
    }

    /// Applies the next steps: together as far as they follow each other and have numbers alone.
    public mutating func receive(steps: ArraySlice<StepRecord>) {
        var rest = steps
        while !rest.isEmpty {
            rest = rest.dropFirst(appendPlain(rest))
            if let record = rest.popFirst() { receive(step: record) }
        }
    }

    /// Lets time pass, while the run is watched as it happens: one that stands still reports nothing.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    public mutating func tick(_ seconds: Double) {
        if phase == .running { alarms.tick(seconds, places) }
    }

    /// Says that no more events will come.
    public mutating func markDisconnected() {
        settleSteps()
        guard phase.isLive else { return }
        // Nothing was still to come of a run that has had all its steps.
        phase = phase == .complete ? .ended(End(outcome: .finished, step: latest?.step ?? 0)) : .disconnected
    }

    /// Notes what could not be read of the source, since its beginning.
    public mutating func note(reading report: ReadingReport) { reading = report }

    /// Notes something that went wrong outside the run, such as a recording that cannot be written.
    public mutating func logProblem(_ sentence: String) {
        note(TimelineEntry(step: nil, kind: .trouble, text: sentence))
    }

    mutating func note(_ timelineEntry: TimelineEntry) {
        timeline.append(timelineEntry, at: timelineEntry.step.map { places.place(of: $0) })
    }

    // MARK: The beginning

    private mutating func begin(_ run: Run) {
        if phase.isLive, let process = run.process, process.started != nil, process == self.run?.process {
            // The same run: it declares further settings or abilities.
            self.run = run
            alarms.begin(run, places)
            return
        }
        settleSteps()
        if let resumed = run.resumed, let latest, run.name == self.run?.name {
            // The second recording of one run behind the first: what it computes again replaces what came after.
            if resumed.step < latest.step { discard(after: resumed.step) }
            snapshotMarks.removeAll()
            restartClock()
        } else {
            let earlier = self
            self = RunState()
            alarms = AlarmLog(after: earlier.alarms)
            (reading, replayStart) = (earlier.reading, earlier.replayStart)
        }
        self.run = run
        phase = .running
        alarms.begin(run, places)
        if let resumed = run.resumed { note(TimelineEntry(resumed)) }
    }

    /// Lets rates be measured from here on.
    private mutating func restartClock() {
        (firstTime, stepsBefore) = (nil, stepCount)
        stepRate.restart()
    }
}
