public import Telemetry

/// A number that a run has reported: what it is, and its course.
public struct ReportedMetric: Equatable, Sendable {
    public var info: MetricInfo
    public var series: Series

    /// The latest value; nil before the first.
    public var last: Double? { series.last }
}

/// What can be read off a state.
extension RunState {
    /// All numbers that the run has reported: those of the table, then those under names of its own.
    public var metrics: [ReportedMetric] {
        let known = Metric.allCases.map { ReportedMetric(info: $0.info, series: series[$0]) }
        return known.filter { !$0.series.isEmpty } + ownMetrics
    }

    /// Numbers under names of the source's own, as it declares them.
    private var ownMetrics: [ReportedMetric] {
        series.named.map { number in
            let declared = run?.metrics.first { $0.key == number.name }
            return ReportedMetric(info: declared ?? MetricInfo(number.name, number.name), series: number.series)
        }
    }

    public var loss: Series { series[.loss] }
    public var gradNorm: Series { series[.gradNorm] }
    public var clippedNorm: Series { series[.clippedNorm] }
    /// max_norm on the steps whose norms were clipped by it.
    public var maxNorm: Series { series[.maxNorm] }
    /// max_norm on the steps that kept it unused (clip none).
    public var idleMaxNorm: Series { series.idleMaxNorm }
    public var lr: Series { series[.lr] }
    /// Numbers under names of the source's own.
    public var extras: [SeriesTable.Named] { series.named }
    /// The latest update ratio, which comes on some steps only.
    public var updateRatio: Double? { series[.updateRatio].last }
    /// The latest share of dead units, which comes on some steps only.
    public var deadUnits: Double? { series[.deadUnits].last }

    /// The latest gradient norm of each layer, and the step it is from.
    public var layers: [NamedNumber] { layerTable[.gradNorm]?.numbers ?? [] }
    public var layersStep: Int? { layerTable[.gradNorm]?.step }
    /// The latest shares of dead units of each layer.
    public var deadLayers: [NamedNumber] { layerTable[.deadUnits]?.numbers ?? [] }

    public var timelineEntries: [TimelineEntry] { timeline.entries }
    /// What was found wrong with the order of the steps, each kind once.
    public var orderFaults: [TimelineEntry] { timeline.orderFaults }

    /// The snapshots that the run may be rewound to, oldest first; of many, fewer the older they are.
    public var snapshots: [SnapshotMark] { snapshotMarks.marks }
    /// Whether snapshots that the run still has are left out of `snapshots`.
    public var hasThinnedSnapshots: Bool { snapshotMarks.isThinned }
    /// The step of a snapshot that is not to be left out, since the operator is about to choose it.
    var heldSnapshot: Int? {
        get { snapshotMarks.held }
        set { snapshotMarks.held = newValue }
    }

    /// The step after which the run is evaluated next; nil where it does not say.
    var nextEvaluation: Int? {
        guard phase.isLive, let run, let every = run.evaluateEvery, every > 0 else { return nil }
        let next = (latest.map { $0.step / every } ?? 0) &+ 1
        let (step, overflows) = next.multipliedReportingOverflow(by: every)
        return overflows ? nil : min(step, max(run.steps ?? step, (latest?.step ?? 0) + 1))
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

    /// How fast data goes through the model by the wall clock, as the steps do, and what is counted. Of a source that does
    /// not say how long its steps take, what it reports itself.
    public var throughput: (rate: Double, unit: String)? { timing.throughput(stepsPerSecond: stepRate.rate) }

    /// Seconds per step of late, without waits, and the share of the time in which the run waited; nil for a source
    /// that does not say how long its steps take.
    public var stepTime: (seconds: Double, waiting: Double)? {
        guard let seconds = timing.seconds.rate, let rate = stepRate.rate else { return nil }
        return (seconds, min(max(1 - seconds * rate, 0), 1))
    }

    /// Numbers that have no chart: those of a source's own, and on a tall screen those whose latest value a panel shows.
    func furtherSeries(isTall: Bool) -> [ReportedMetric] {
        ownMetrics + metrics.filter { isTall && !$0.info.isOnEveryStep }
    }
}
