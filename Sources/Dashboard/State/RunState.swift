import Telemetry

/// All that the events of a run have told, ready to be drawn. A value: a copy is a snapshot.
public struct RunState: Equatable, Sendable, EventTaker {
    /// Incidents kept at the most.
    static let incidentLimit = 400
    /// The most snapshots kept; see `SnapshotMark.leastMissed`.
    static let snapshotLimit = 256

    public private(set) var run: Run?
    public private(set) var phase = Phase.waiting
    /// The latest step.
    public private(set) var latest: StepRecord?
    public private(set) var stepCount = 0
    /// The time of the first step since the clock began, and the steps before it.
    private var firstTime: Double?
    private var stepsBefore = 0
    private var order = StepOrder()
    /// What was found wrong with the run.
    public private(set) var alarms = AlarmLog()
    /// Where the steps lie on the axis; all series are kept by these places.
    private(set) var places = StepPlaces()

    public private(set) var loss = Series()
    public private(set) var gradNorm = Series()
    public private(set) var clippedNorm = Series()
    /// max_norm on the steps that used it.
    public private(set) var maxNorm = Series()
    /// max_norm on the steps that kept it unused (clip none).
    public private(set) var idleMaxNorm = Series()
    public private(set) var lr = Series()
    public private(set) var evaluationLoss = Series()
    public private(set) var extras: [(name: String, series: Series)] = []

    public private(set) var clipping = ClipWindow()
    public private(set) var pulse = Pulse()
    public private(set) var layers: [NamedNumber] = []
    public private(set) var layersStep: Int?
    public private(set) var evaluation: Evaluation?
    public private(set) var incidents: [Incident] = []
    public private(set) var nonFiniteSteps = 0
    /// Steps whose gradients were finite and their norm was not.
    public private(set) var overflowedSteps = 0
    /// Steps with numbers that were finite and yet wrong.
    public private(set) var alarmedSteps = 0
    /// What was found wrong with the order of the steps, each kind once.
    public private(set) var orderFaults: [Incident] = []
    /// The latest update ratio, which comes on some steps only.
    public private(set) var updateRatio: Double?
    /// The latest shares of dead units: of all, and of each layer.
    public private(set) var deadUnits: Double?
    public private(set) var updateRatios = Series()
    public private(set) var deadShares = Series()
    public private(set) var deadLayers: [NamedNumber] = []
    public private(set) var samplesPerSecond = Throughput()
    public private(set) var tokensPerSecond = Throughput()
    /// The snapshots that the run may be rewound to, oldest first; of many, fewer the older they are.
    public private(set) var snapshots: [SnapshotMark] = []
    /// Whether snapshots that the run still has are left out of `snapshots`.
    public private(set) var hasThinnedSnapshots = false
    /// The step of a snapshot that is not to be left out, since somebody is about to choose it.
    var heldSnapshot: Int?
    /// What the last rewind took back.
    public private(set) var takenBack = TakenBack()

    /// What could not be read of the source.
    public private(set) var reading = ReadingReport()
    /// The first step that playback still has, where it has let earlier ones go.
    var replayStart: Int?
    /// Steps that did not come because the screen could not keep up.
    public private(set) var shedSteps = 0
    /// What the event list has said once is left out of the state.
    private var toldLeftOut: Set<String> = []

    public init() {}

    /// Takes the next event.
    public mutating func take(_ event: Event) {
        switch event {
        case .run(var run):
            let count = run.settings.count
            run.bound()
            begin(run)
            tellLeftOut(run.settings.count, of: count, "settings")
        case .step(let record): take(step: record)
        case .applied(var applied):
            applied.bound()
            take(applied)
        case .rejected(let rejected): note(Incident(rejected))
        case .evaluation(var evaluation):
            evaluation.bound()
            take(evaluation)
        case .checkpoint(var report):
            report.bound()
            take(report)
        case .snapshot(var report):
            report.bound()
            take(report)
        case .warning(var warning):
            warning.bound()
            note(Incident(warning))
        case .alarm(let report): alarms.take(report, places)
        case .live: break
        case .gap(let steps): shedSteps += Bounds.count(steps)
        case .end(var end):
            end.bound()
            settleSteps()
            alarms.take(end, places)
            phase = .ended(end)
            note(Incident(end))
        }
    }

    /// Takes the next step.
    public mutating func take(step record: borrowing StepRecord) {
        guard !record.isBounded else { return receive(record) }
        var bounded = copy record
        bounded.bound()
        tellLeftOut(bounded.layers.count, of: record.layers.count, "layers")
        if record.extras.count > Bounds.series { tellLeftOut(Bounds.series, of: record.extras.count, "further series") }
        receive(bounded)
    }

    /// Lets time pass, while the run is watched as it happens: one that stands still reports nothing.
    ///
    /// - Parameter seconds: on a clock that only goes forward.
    public mutating func tick(_ seconds: Double) {
        if phase == .running { alarms.tick(seconds, places) }
    }

    /// Says that no more events will come.
    public mutating func breakOff() {
        settleSteps()
        if phase.isLive { phase = .cut }
    }

    /// The value in force of a setting, as the run has confirmed it.
    public func setting(_ name: String) -> Setting? {
        run?.settings.first { $0.name == name }
    }

    public func number(_ name: String) -> Double? {
        guard case .number(let value)? = setting(name)?.value else { return nil }
        return value
    }

    public func word(_ name: String) -> String? {
        guard case .word(let value)? = setting(name)?.value else { return nil }
        return value
    }

    /// Steps per second over all steps since the run began or was resumed, pauses included; nil before the second.
    public var wholeRate: Double? {
        let count = stepCount - stepsBefore
        guard let firstTime, let latest, count > 1, latest.time > firstTime else { return nil }
        return Double(count - 1) / (latest.time - firstTime)
    }

    /// Series that have no chart: those of a source's own, and on a tall screen those that a panel tells the latest of.
    func furtherSeries(isTall: Bool) -> [FurtherSeries] {
        let own = extras.map { FurtherSeries(name: $0.name, series: $0.series) }
        guard isTall else { return own }
        let told = [
            FurtherSeries(name: "update ratio", series: updateRatios, wantsLog: true),
            FurtherSeries(name: "dead units", series: deadShares, isShare: true),
        ]
        return own + told.filter { !$0.series.isEmpty }
    }

    /// How fast data goes through the model, waits left out, and what is counted.
    public var throughput: (rate: Double, unit: String)? {
        if let rate = tokensPerSecond.rate { return (rate, "tokens") }
        return samplesPerSecond.rate.map { ($0, "samples") }
    }

    /// Notes what could not be read of the source, since its beginning.
    public mutating func note(reading report: ReadingReport) { reading = report }

    /// Notes something that went wrong outside the run, such as a recording that cannot be written.
    public mutating func noteTrouble(_ sentence: String) {
        note(Incident(step: nil, kind: .trouble, text: sentence))
    }

    // MARK: Events

    private mutating func begin(_ run: Run) {
        if phase.isLive, let place = run.place, place.started != nil, place == self.run?.place {
            // The same run: it declares further settings or abilities.
            self.run = run
            alarms.begin(run, places)
            return
        }
        settleSteps()
        if let resumed = run.resumed, let latest, run.name == self.run?.name {
            // The second recording of one run behind the first: what it computes again replaces what came after.
            if resumed.step < latest.step { takeBack(after: resumed.step) }
            snapshots = []
            restartClock()
        } else {
            let (reading, replayStart) = (reading, replayStart)
            self = RunState()
            (self.reading, self.replayStart) = (reading, replayStart)
        }
        self.run = run
        phase = .running
        alarms.begin(run, places)
        if let resumed = run.resumed { note(Incident(resumed)) }
    }

    /// Lets rates be measured from here on.
    private mutating func restartClock() {
        (firstTime, stepsBefore) = (nil, stepCount)
        pulse.restart()
    }

    // MARK: The order of steps

    /// Whether a step would be taken for the next one.
    public func isNext(_ step: Int) -> Bool { order.isNext(step) }

    private mutating func receive(_ record: borrowing StepRecord) {
        guard order.isNext(record.step) else { return receiveOutOfOrder(copy record) }
        order.follow(record.step)
        take(record)
    }

    private mutating func receiveOutOfOrder(_ record: StepRecord) {
        for (record, course) in order.take(record, after: latest) { take(record, as: course) }
    }

    /// Decides about a step that waited for the next one, which will not come.
    private mutating func settleSteps() {
        for (record, course) in order.finish() { take(record, as: course) }
    }

    private mutating func take(_ record: StepRecord, as course: StepOrder.Course) {
        let last = latest?.step ?? record.step
        switch course {
        case .follows: break
        case .completes:
            append(record)
            latest = latest?.completed(by: record)
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
        clipping.take(record)
        pulse.take(step: record.step, time: record.time)
        alarms.take(step: record, places)
        if record.hasLists { takeLayers(of: record) }
        if let ratio = record.updateRatio {
            updateRatio = ratio
            updateRatios.append(ratio, at: places.place(of: record.step))
        }
        if let share = record.deadUnits {
            deadUnits = share
            deadShares.append(share, at: places.place(of: record.step))
        }
        samplesPerSecond.take(record.samplesPerSecond)
        tokensPerSecond.take(record.tokensPerSecond)
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

    private mutating func takeLayers(of record: borrowing StepRecord) {
        if !record.layers.isEmpty {
            layers = record.layers
            layersStep = record.step
        }
        if !record.deadLayers.isEmpty { deadLayers = record.deadLayers }
    }

    private mutating func append(_ record: borrowing StepRecord) {
        let step = places.place(of: record.step)
        if let value = record.loss { loss.append(value, at: step) }
        if let value = record.gradNorm { gradNorm.append(value, at: step) }
        if let value = record.clippedNorm { clippedNorm.append(value, at: step) }
        if let value = record.lr { lr.append(value, at: step) }
        if let value = record.maxNorm {
            let isIdle = record.clipKind == Clip.none
            if isIdle { idleMaxNorm.append(value, at: step) } else { maxNorm.append(value, at: step) }
        }
        guard record.hasLists else { return }
        for extra in record.extras where extra.name != StepRecord.withheldSeries {
            if let index = extras.firstIndex(where: { $0.name == extra.name }) {
                extras[index].series.append(extra.value, at: step)
            } else if extras.count < Bounds.series {
                extras.append((extra.name, Series()))
                extras[extras.count - 1].series.append(extra.value, at: step)
            } else {
                tellLeftOut(extras.count, of: extras.count + 1, "further series")
            }
        }
    }

    private mutating func take(_ applied: Applied) {
        alarms.take(applied, places)
        if case .rewind(let step) = applied.request { takeBack(after: step) }
        // What became of a checkpoint its report tells.
        if applied.request != .checkpoint { note(Incident(applied)) }
        switch applied.request {
        case .pause: phase = applied.by == Applied.endOfRun ? .complete : .paused
        case .resume:
            phase = .running
            pulse.restart()
        case .advance(let count):
            phase = .advancing(until: applied.step + count)
            pulse.restart()
        case .set(let name, let value): confirm(name, value)
        case .stop: phase = .stopping
        case .rewind(let step):
            // As many steps are left as before.
            guard case .advancing(let until) = phase, let from = applied.from else { break }
            phase = .advancing(until: until - from + step)
        case .checkpoint: break
        }
    }

    private mutating func take(_ report: CheckpointReport) {
        // Of many only the latest is news; the others are in their folder.
        if report.problem == nil {
            incidents.removeAll { $0.kind == .checkpoint && $0.step ?? 0 > run?.resumed?.step ?? 0 }
        }
        note(Incident(report))
    }

    private mutating func take(_ report: SnapshotReport) {
        // Their steps rise: only those that go are looked at, since there may be a snapshot every step.
        while let last = snapshots.last, last.step >= report.step { snapshots.removeLast() }
        let gone = snapshots.firstIndex { $0.step >= report.oldest } ?? snapshots.count
        if gone > 0 { snapshots.removeFirst(gone) }
        let record = latest.flatMap { $0.step == report.step ? $0 : nil }
        snapshots.append(SnapshotMark(step: report.step, record: record, time: latest?.time ?? 0))
        if snapshots.count > Self.snapshotLimit {
            snapshots.remove(at: SnapshotMark.leastMissed(of: snapshots, holding: heldSnapshot))
            hasThinnedSnapshots = true
        }
    }

    /// Forgets the steps after one that the run has gone back to; loss and norm are kept aside, to be seen.
    private mutating func takeBack(after last: Int) {
        settleSteps()
        order.rewind(to: last)
        let step = places.place(of: last)
        takenBack = TakenBack(loss: loss.cut(after: step), gradNorm: gradNorm.cut(after: step))
        _ = clippedNorm.cut(after: step)
        _ = maxNorm.cut(after: step)
        _ = idleMaxNorm.cut(after: step)
        _ = lr.cut(after: step)
        _ = evaluationLoss.cut(after: step)
        _ = updateRatios.cut(after: step)
        _ = deadShares.cut(after: step)
        for index in extras.indices { _ = extras[index].series.cut(after: step) }
        for index in incidents.indices where incidents[index].place ?? 0 > step { incidents[index].isTakenBack = true }
        let mark = snapshots.last { $0.step == last }
        snapshots.removeAll { $0.step > last }
        if let evaluation, evaluation.step > last { self.evaluation = nil }
        alarms.takeBack(after: step)
        clipping = ClipWindow()
        pulse.restart()
        let time = latest?.time ?? 0
        latest = mark?.record ?? StepRecord(step: last, time: time)
        latest?.time = time
        // What comes on some steps only is what it was last; of the layers, where the snapshot's step had it.
        (updateRatio, deadUnits, deadLayers) = (updateRatios.last, deadShares.last, latest?.deadLayers ?? [])
        if let layers = mark?.record?.layers, !layers.isEmpty { (self.layers, layersStep) = (layers, last) }
    }

    private mutating func take(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        alarms.take(evaluation, places)
        if let loss = evaluation.loss { evaluationLoss.append(loss, at: places.place(of: evaluation.step)) }
        note(Incident(evaluation))
    }

    private mutating func confirm(_ name: String, _ value: SettingValue) {
        guard let index = run?.settings.firstIndex(where: { $0.name == name }) else { return }
        run?.settings[index].value = value
    }

    /// Says, once of each kind, that a source has more of something than is kept.
    private mutating func tellLeftOut(_ kept: Int, of count: Int, _ kind: String) {
        guard kept < count, toldLeftOut.insert(kind).inserted else { return }
        noteTrouble("only the first \(Figure.count(kept)) \(kind) are shown")
    }

    private mutating func note(_ incident: Incident) {
        var incident = incident
        incident.text = Bounds.sentence(incident.text)
        incident.mark = Bounds.name(incident.mark)
        // A streak of the same is one incident, evaluations in it or not.
        if incident.kind == .nonFinite || incident.kind == .alarm,
            let last = incidents.lastIndex(where: { !$0.isEvaluation }),
            incidents[last].kind == incident.kind, incidents[last].text == incident.text
        {
            incidents[last].repeats += 1
            return
        }
        // What is wrong with the order of the steps is said once.
        if case .order = incident.kind {
            if let first = incidents.firstIndex(where: { $0.kind == incident.kind }) {
                incidents[first].repeats += 1
                return
            }
            orderFaults.append(incident)
        }
        incidents.append(incident)
        incidents[incidents.count - 1].place = incident.step.map { places.place(of: $0) }
        if incidents.count > Self.incidentLimit { forgetLeastTelling() }
    }

    /// Drops the oldest evaluation if there is one in the older half, else the oldest incident: what an operator did
    /// and what went wrong stay longest.
    private mutating func forgetLeastTelling() {
        let place = incidents[..<(incidents.count / 2)].firstIndex(where: \.isEvaluation)
        incidents.remove(at: place ?? 0)
    }

    public static func == (left: RunState, right: RunState) -> Bool {
        left.run == right.run && left.phase == right.phase && left.latest == right.latest && left.loss == right.loss
            && left.gradNorm == right.gradNorm && left.clippedNorm == right.clippedNorm
            && left.maxNorm == right.maxNorm && left.idleMaxNorm == right.idleMaxNorm && left.lr == right.lr
            && left.evaluationLoss == right.evaluationLoss && left.alarms == right.alarms
            && left.incidents == right.incidents
            && left.extras.elementsEqual(right.extras) { $0.name == $1.name && $0.series == $1.series }
            && left.layers == right.layers && left.evaluation == right.evaluation
            && left.snapshots == right.snapshots && left.takenBack == right.takenBack
            && left.reading == right.reading && left.replayStart == right.replayStart
            && left.shedSteps == right.shedSteps && left.order == right.order && left.places == right.places
    }
}
