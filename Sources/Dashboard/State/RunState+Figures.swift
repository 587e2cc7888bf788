public import Telemetry

/// Figures derived from a state.
extension RunState {
    /// All metrics with values: those of `Metric`, then the source's own.
    public var metrics: [ReportedMetric] {
        let known = Metric.allCases.map { ReportedMetric(info: $0.info, series: series[$0]) }
        return known.filter { !$0.series.isEmpty } + ownMetrics
    }

    /// The source's own metrics, with their declarations.
    private var ownMetrics: [ReportedMetric] {
        series.named.map { number in
            let declared = run?.metrics.first { $0.key == number.name }
            return ReportedMetric(info: declared ?? MetricInfo(number.name, number.name), series: number.series)
        }
    }

    public var loss: Series { series[.loss] }
    public var gradNorm: Series { series[.gradNorm] }
    public var clippedNorm: Series { series[.clippedNorm] }
    /// max_norm on steps whose norm was clipped by it.
    public var maxNorm: Series { series[.maxNorm] }
    /// max_norm on steps with clip `none`.
    public var idleMaxNorm: Series { series.idleMaxNorm }
    public var lr: Series { series[.lr] }
    /// The source's own metrics.
    public var extras: [SeriesTable.Named] { series.named }
    /// The latest update ratio, which only some steps have; nil before the first.
    public var updateRatio: Double? { series[.updateRatio].last }
    /// The latest share of dead units, which only some steps have; nil before the first.
    public var deadUnits: Double? { series[.deadUnits].last }

    /// The latest gradient norm of each layer.
    public var layers: [NamedNumber] { layerTable[.gradNorm]?.numbers ?? [] }
    /// The step of `layers`; nil before the first.
    public var layersStep: Int? { layerTable[.gradNorm]?.step }
    /// The latest share of dead units of each layer.
    public var deadLayers: [NamedNumber] { layerTable[.deadUnits]?.numbers ?? [] }

    /// The entries of the event list, oldest first.
    public var timelineEntries: [TimelineEntry] { timeline.entries }
    /// The faults in the order of steps, each kind once.
    public var orderFaults: [TimelineEntry] { timeline.orderFaults }

    /// The snapshots that the run may be rewound to, oldest first; if there are many, old ones are thinned.
    public var snapshots: [SnapshotMark] { snapshotMarks.marks }
    /// True if `snapshots` lacks snapshots that the run still has.
    public var hasThinnedSnapshots: Bool { snapshotMarks.isThinned }
    /// The step of a snapshot that must not be thinned out, since it is selected in a list.
    var heldSnapshot: Int? {
        get { snapshotMarks.held }
        set { snapshotMarks.held = newValue }
    }

    /// The step after which the run is evaluated next; nil if unknown.
    var nextEvaluation: Int? {
        guard phase.isLive, let run, let every = run.evaluateEvery, every > 0 else { return nil }
        let next = (latest.map { $0.step / every } ?? 0) &+ 1
        let (step, overflows) = next.multipliedReportingOverflow(by: every)
        return overflows ? nil : min(step, max(run.steps ?? step, (latest?.step ?? 0) + 1))
    }

    /// A setting with its confirmed value; nil if the run has none of that name.
    public func setting(_ name: String) -> Setting? {
        run?.settings.first { $0.name == name }
    }

    /// The confirmed value of a setting that is a number; nil otherwise.
    public func number(_ name: String) -> Double? {
        guard case .number(let value)? = setting(name)?.value else { return nil }
        return value
    }

    /// The confirmed value of a setting that is a word; nil otherwise.
    public func word(_ name: String) -> String? {
        guard case .word(let value)? = setting(name)?.value else { return nil }
        return value
    }

    /// The mean steps per second since the run began or was resumed, pauses included; nil before the second step.
    public var wholeRate: Double? {
        let count = stepCount - stepsBefore
        guard let firstTime, let latest, count > 1, latest.time > firstTime else { return nil }
        return Double(count - 1) / (latest.time - firstTime)
    }

    /// Samples or tokens per second of wall time, and the unit. If the source does not report the duration of steps, its own
    /// throughput.
    public var throughput: (rate: Double, unit: String)? { timing.throughput(stepsPerSecond: stepRate.rate) }

    /// The recent duration of a step in seconds without waits, and the share of time spent waiting; nil if the source does not
    /// report the duration of steps.
    public var stepTime: (seconds: Double, waiting: Double)? {
        guard let seconds = timing.seconds.rate, let rate = stepRate.rate else { return nil }
        return (seconds, min(max(1 - seconds * rate, 0), 1))
    }

    /// The metrics without a main chart: the source's own, and on a tall screen those that only some steps have.
    func otherMetrics(isTall: Bool) -> [ReportedMetric] {
        ownMetrics + metrics.filter { isTall && !$0.info.isOnEveryStep }
    }
}
