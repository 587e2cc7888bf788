public import Telemetry

/// The state of a run made from its events, ready to be drawn.
public struct RunState: Equatable, Sendable, EventReceiver {
    /// The run's declaration, with confirmed settings; nil before it arrives.
    public internal(set) var run: Run?
    /// The phase of the run.
    public internal(set) var phase = Phase.waiting
    /// The reason of the last pause; nil if it is unknown.
    var holdReason: HoldReason?
    /// The latest step.
    public internal(set) var latest: StepRecord?
    /// The number of steps applied.
    public internal(set) var stepCount = 0
    /// The time of the first step since the clock was restarted; nil before it.
    var firstTime: Double?
    /// The steps before that one.
    var stepsBefore = 0
    var order = StepOrder()
    /// The positions of steps on the step axis; all series are indexed by them.
    var positions = StepPositions()

    /// The numbers of all steps.
    public internal(set) var series = SeriesTable()
    /// The latest numbers of each layer.
    public internal(set) var layerTable = LayerTable()
    /// The gradient norms of the layers over the run.
    var layerHistory = LayerHistory()
    /// The latest evaluation; nil before the first.
    public internal(set) var evaluation: Evaluation?
    /// The losses of evaluations.
    public internal(set) var evaluationLoss = Series()
    /// The gradient norms and the effect of clipping.
    public internal(set) var clipping = ClipStatistics()
    /// The recent steps per second.
    public internal(set) var stepRate = StepRate()
    var timing = StepTiming()

    var timeline = Timeline()
    /// The alarms of the run.
    public internal(set) var alarms: AlarmLog
    /// The number of steps with a non-finite loss or norm.
    public internal(set) var nonFiniteSteps = 0
    /// The number of steps with finite gradients and an infinite norm.
    public internal(set) var overflowedSteps = 0
    /// The number of steps with faults other than non-finite numbers.
    public internal(set) var alarmedSteps = 0
    var snapshotMarks = SnapshotMarks()
    /// The steps that the last rewind removed.
    public internal(set) var rewoundSteps = RewoundSteps()

    /// The lines and fields of the source that could not be read.
    public private(set) var reading = ReadingReport()
    /// The first step that playback can return to, if earlier ones were evicted; nil if none was.
    var replayStart: Int?
    /// The number of steps dropped because the screen could not keep up.
    public private(set) var shedSteps = 0

    /// - Parameter responses: the responses to the rules.
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
        case .alarm(let report): alarms.observe(report, positions)
        case .live: break
        case .gap(let steps): shedSteps += Bounds.count(steps)
        case .end(var end):
            end.bound()
            settleSteps()
            alarms.observe(end, positions)
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

    /// Applies the next steps; runs of plain steps in order are applied together.
    public mutating func receive(steps: ArraySlice<StepRecord>) {
        var rest = steps
        while !rest.isEmpty {
            rest = rest.dropFirst(appendPlain(rest))
            if let record = rest.popFirst() { receive(step: record) }
        }
    }

    /// Advances the clock of a live run, for alarms about stalls.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    public mutating func tick(_ seconds: Double) {
        if phase == .running { alarms.tick(seconds, positions) }
    }

    /// Ends the state: no more events will come.
    public mutating func markDisconnected() {
        settleSteps()
        guard phase.isLive else { return }
        // A run that has computed all its steps counts as finished.
        phase = phase == .complete ? .ended(End(outcome: .finished, step: latest?.step ?? 0)) : .disconnected
    }

    /// Replaces the report on what could not be read.
    public mutating func note(reading report: ReadingReport) { reading = report }

    /// Adds an entry for a problem outside the run, such as a recording that cannot be written.
    public mutating func logProblem(_ sentence: String) {
        note(TimelineEntry(step: nil, kind: .trouble, text: sentence))
    }

    mutating func note(_ timelineEntry: TimelineEntry) {
        timeline.append(timelineEntry, at: timelineEntry.step.map { positions.position(of: $0) })
    }

    // MARK: The beginning

    private mutating func begin(_ run: Run) {
        if phase.isLive, let process = run.process, process.started != nil, process == self.run?.process {
            // The same run declares more settings or abilities.
            self.run = run
            alarms.begin(run, positions)
            return
        }
        settleSteps()
        if let resumed = run.resumed, let latest, run.name == self.run?.name {
            // A resumed run follows its first recording: steps that it computes again replace the earlier ones.
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
        alarms.begin(run, positions)
        if let resumed = run.resumed { note(TimelineEntry(resumed)) }
    }

    /// Restarts the measurement of rates.
    private mutating func restartClock() {
        (firstTime, stepsBefore) = (nil, stepCount)
        stepRate.restart()
    }
}
