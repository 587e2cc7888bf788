/// What one step did, and the settings it ran under.
///
/// Equality is by bits, so that a record holding NaN equals itself.
public struct StepRecord: Sendable {
    /// Counted from 1.
    public var step: Int
    /// Wall seconds since the run began, pauses included.
    public var time: Double
    /// Counted from 0.
    @MaybeWhole public var epoch: Int?
    /// The place in the epoch of the step's batch, the first one of several; counted from 0.
    @MaybeWhole public var batch: Int?
    @MaybeNumber public var loss: Double?
    /// Total norm over all parameters before clipping.
    @MaybeNumber public var gradNorm: Double?
    /// Total norm after clipping.
    @MaybeNumber public var clippedNorm: Double?
    /// What norm clipping multiplied every gradient by, at most 1; nil under other kinds of clipping.
    @MaybeNumber public var clipCoefficient: Double?
    /// The threshold in force, of norm and of value clipping alike; kept and not used under `none`.
    @MaybeNumber public var maxNorm: Double?
    /// The clip kind in force: one of `Clip`'s words, or a source's own.
    public var clip: String?
    @MaybeNumber public var lr: Double?
    /// How far the update moved the weights: ‖Δθ‖ / ‖θ‖, over all parameters. On every k-th step only, and where the
    /// norm is 0 or overflows.
    @MaybeNumber public var updateRatio: Double?
    /// The share of units behind a ReLU that are 0 for the whole batch; on every k-th step only, and nil without ReLUs.
    @MaybeNumber public var deadUnits: Double?
    /// Examples that went through the model per second of the step itself, waits left out.
    @MaybeNumber public var samplesPerSecond: Double?
    /// The same for tokens, where the examples are texts.
    @MaybeNumber public var tokensPerSecond: Double?
    /// What most steps have nothing of; nil where all of it is empty.
    private var lists: StepLists?

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
        self.loss = loss
        self.gradNorm = gradNorm
        self.clippedNorm = clippedNorm
        self.clipCoefficient = clipCoefficient
        self.maxNorm = maxNorm
        self.clip = clip
        self.lr = lr
        self.updateRatio = updateRatio
        self.deadUnits = deadUnits
        self.samplesPerSecond = samplesPerSecond
        self.tokensPerSecond = tokensPerSecond
        let content = StepLists.Content(alarms: alarms, extras: extras, layers: layers, deadLayers: deadLayers)
        if !content.isEmpty { lists = StepLists(content) }
    }

    /// What is wrong with the step's numbers; empty where nothing is.
    public var alarms: [Alarm] {
        get { lists?.content.alarms ?? [] }
        set { change { $0.alarms = newValue } }
    }

    /// Further series by name, in the order they came.
    public var extras: [NamedNumber] {
        get { lists?.content.extras ?? [] }
        set { change { $0.extras = newValue } }
    }

    /// Gradient norm per layer before clipping, in model order; present on every k-th step only.
    public var layers: [NamedNumber] {
        get { lists?.content.layers ?? [] }
        set { change { $0.layers = newValue } }
    }

    /// Share of dead units behind the ReLU of each layer that has one; present on every k-th step only.
    public var deadLayers: [NamedNumber] {
        get { lists?.content.deadLayers ?? [] }
        set { change { $0.deadLayers = newValue } }
    }

    /// False when alarms, extras, layers and dead layers are all empty.
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

    /// True when the update of the step was left out.
    public var isWithheld: Bool { extras.contains { $0.name == Self.withheldSeries && $0.value != 0 } }

    /// The name of the extra series, 1 on a step whose update was left out by the non-finite policy.
    public static let withheldSeries = "withheld"
}

/// The lists of a record, apart from it: it is copied many times on its way from a run to a screen, and is small without
/// them.
private final class StepLists: Sendable {
    struct Content {
        var alarms: [Alarm] = []
        var extras: [NamedNumber] = []
        var layers: [NamedNumber] = []
        var deadLayers: [NamedNumber] = []

        var isEmpty: Bool { alarms.isEmpty && extras.isEmpty && layers.isEmpty && deadLayers.isEmpty }
    }

    let content: Content

    init(_ content: Content) { self.content = content }
}

extension StepRecord: Equatable {
    public static func == (left: StepRecord, right: StepRecord) -> Bool {
        left.step == right.step && sameNumber(left.time, right.time) && left.epoch == right.epoch
            && left.batch == right.batch && sameNumber(left.loss, right.loss)
            && sameNumber(left.gradNorm, right.gradNorm) && sameNumber(left.clippedNorm, right.clippedNorm)
            && sameNumber(left.clipCoefficient, right.clipCoefficient) && sameNumber(left.maxNorm, right.maxNorm)
            && left.clip == right.clip && sameNumber(left.lr, right.lr)
            && sameNumber(left.updateRatio, right.updateRatio) && sameNumber(left.deadUnits, right.deadUnits)
            && sameNumber(left.samplesPerSecond, right.samplesPerSecond)
            && sameNumber(left.tokensPerSecond, right.tokensPerSecond) && left.alarms == right.alarms
            && left.extras == right.extras && left.layers == right.layers && left.deadLayers == right.deadLayers
    }
}
