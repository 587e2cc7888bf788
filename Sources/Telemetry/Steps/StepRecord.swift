/// What one step did, and the settings it ran under.
///
/// NaN equals NaN, so that a record equals itself.
public struct StepRecord: Sendable {
    /// Counted from 1.
    public var step: Int
    /// Wall seconds since the run began, pauses included.
    public var time: Double
    /// Counted from 0.
    @CompactOptionalInt public var epoch: Int?
    /// The index of the step's batch in the epoch, of several the first one; counted from 0.
    @CompactOptionalInt public var batch: Int?
    /// The numbers of the table `Metric`.
    @usableFromInline var numbers: MetricNumbers
    /// The lists, which most steps lack; nil where all are empty.
    private var lists: StepLists?
    /// The clip kind in force; nil where the step has none, or one that is not `Clip`'s.
    public private(set) var clipKind: Clip?

    public init(
        step: Int,
        time: Double,
        epoch: Int? = nil,
        batch: Int? = nil,
        loss: Double? = nil,
        gradNorm: Double? = nil,
        clippedNorm: Double? = nil,
        clipCoefficient: Double? = nil,
        maxNorm: Double? = nil,
        clip: String? = nil,
        lr: Double? = nil,
        updateRatio: Double? = nil,
        deadUnits: Double? = nil,
        samplesPerSecond: Double? = nil,
        tokensPerSecond: Double? = nil,
        alarms: [Alarm] = [],
        extras: [NamedNumber] = [],
        layers: [NamedNumber] = [],
        deadLayers: [NamedNumber] = []
    ) {
        self.step = step
        self.time = time
        self.epoch = epoch
        self.batch = batch
        numbers = MetricNumbers()
        numbers[.loss] = loss
        numbers[.gradNorm] = gradNorm
        numbers[.clippedNorm] = clippedNorm
        numbers[.clipCoefficient] = clipCoefficient
        numbers[.maxNorm] = maxNorm
        numbers[.lr] = lr
        numbers[.updateRatio] = updateRatio
        numbers[.deadUnits] = deadUnits
        numbers[.samplesPerSecond] = samplesPerSecond
        numbers[.tokensPerSecond] = tokensPerSecond
        if let clip { self.clip = clip }
        if alarms.isEmpty, extras.isEmpty, layers.isEmpty, deadLayers.isEmpty { return }
        (self.alarms, self.extras, self.layers, self.deadLayers) = (alarms, extras, layers, deadLayers)
    }

    /// The clip kind in force: one of `Clip`'s words, or a source's own.
    public var clip: String? {
        get { clipKind?.rawValue ?? lists?.content.clip }
        set {
            // Compared one by one, which allocates nothing.
            let kind: Clip? =
                switch newValue {
                case Clip.norm.rawValue: .norm
                case Clip.value.rawValue: .value
                case Clip.none.rawValue: Clip.none
                default: nil
                }
            clipKind = kind
            if kind == nil || hasLists { change { $0.clip = kind == nil ? newValue : nil } }
        }
    }

    /// The faults of the step's numbers.
    public var alarms: [Alarm] {
        get { lists?.content.alarms ?? [] }
        set { change { $0.alarms = newValue } }
    }

    /// Further series by name, in the order they came.
    public var extras: [NamedNumber] {
        get { lists?.content.extras ?? [] }
        set { change { $0.extras = newValue } }
    }

    /// The numbers of each layer, in model order; empty where the step has none.
    public subscript(metric: LayerMetric) -> [NamedNumber] {
        get { lists?.content[metric] ?? [] }
        set { change { $0[metric] = newValue } }
    }

    /// False when alarms, extras and the numbers of layers are all empty, and the clip kind is a usual one.
    package var hasLists: Bool { lists != nil }

    private mutating func change(_ body: (inout StepLists.Content) -> Void) {
        var content = lists?.content ?? StepLists.Content()
        body(&content)
        lists = content.isEmpty ? nil : StepLists(content)
    }

    /// True when loss or gradient norm is NaN or infinite. A number that is absent is not non-finite.
    public var isNonFinite: Bool {
        !(loss ?? 0).isFinite || !(gradNorm ?? 0).isFinite
    }

    /// True when the update of the step was skipped.
    public var isWithheld: Bool { extras.contains { $0.name == Self.withheldSeries && $0.value != 0 } }

    /// The name of the extra series, 1 on a step whose update was left out by the non-finite policy.
    public static let withheldSeries = "withheld"
}

/// The lists of a record, apart from it: it is copied many times on its way from a run to a screen, and is small without
/// them.
private final class StepLists: Sendable {
    struct Content: Equatable {
        /// A source's own clip kind.
        var clip: String?
        var alarms: [Alarm] = []
        var extras: [NamedNumber] = []
        private var layers: [LayerMetric: [NamedNumber]] = [:]

        subscript(metric: LayerMetric) -> [NamedNumber] {
            get { layers[metric] ?? [] }
            set { layers[metric] = newValue.isEmpty ? nil : newValue }
        }

        var isEmpty: Bool { clip == nil && alarms.isEmpty && extras.isEmpty && layers.isEmpty }
    }

    let content: Content

    init(_ content: Content) { self.content = content }
}

extension StepRecord: Equatable {
    public static func == (left: StepRecord, right: StepRecord) -> Bool {
        left.step == right.step && sameNumber(left.time, right.time) && left.epoch == right.epoch
            && left.batch == right.batch && left.clipKind == right.clipKind && left.numbers == right.numbers
            && left.lists?.content == right.lists?.content
    }
}
