/// The measurements of one step, and the settings it was computed with.
///
/// NaN equals NaN, so that a record equals itself.
public struct StepRecord: Sendable {
    /// The number of the step, from 1.
    public var step: Int
    /// Seconds of wall time since the run began, pauses included.
    public var time: Double
    /// The epoch, from 0.
    @CompactOptionalInt public var epoch: Int?
    /// The index of the step's first batch in the epoch, from 0.
    @CompactOptionalInt public var batch: Int?
    /// The values of `Metric`.
    @usableFromInline var numbers: MetricNumbers
    /// The lists, which most steps lack; nil if all are empty.
    private var lists: StepLists?
    /// The clip kind; nil if the step has none, or one that is not in `Clip`.
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

    /// The clip kind as a word, one of `Clip` or a source's own; nil if the step has none.
    public var clip: String? {
        get { clipKind?.rawValue ?? lists?.content.clip }
        set {
            // Comparing with each word allocates nothing.
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

    /// Other metrics by name, in the order of the line.
    public var extras: [NamedNumber] {
        get { lists?.content.extras ?? [] }
        set { change { $0.extras = newValue } }
    }

    /// The numbers of each layer, in model order; empty if the step has none.
    public subscript(metric: LayerMetric) -> [NamedNumber] {
        get { lists?.content[metric] ?? [] }
        set { change { $0[metric] = newValue } }
    }

    /// False if alarms, extras and layers are all empty, and the clip kind is one of `Clip`.
    package var hasLists: Bool { lists != nil }

    private mutating func change(_ body: (inout StepLists.Content) -> Void) {
        var content = lists?.content ?? StepLists.Content()
        body(&content)
        lists = content.isEmpty ? nil : StepLists(content)
    }

    /// True if loss or gradient norm is NaN or infinite. A missing number does not count.
    public var isNonFinite: Bool {
        !(loss ?? 0).isFinite || !(gradNorm ?? 0).isFinite
    }

    /// True if the update of the step was skipped.
    public var isWithheld: Bool { extras.contains { $0.name == Self.withheldSeries && $0.value != 0 } }

    /// The name of the extra that is 1 on a step whose update the non-finite policy skipped.
    public static let withheldSeries = "withheld"
}

/// The lists of a record, stored by reference: a record is copied many times on its way from a run to a screen.
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
