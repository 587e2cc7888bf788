extension StepRecord {
    /// A number of the step; nil if the step has none.
    @inlinable public subscript(metric: Metric) -> Double? {
        get { numbers[metric] }
        set { numbers[metric] = newValue }
    }

    /// The training loss.
    @inlinable public var loss: Double? {
        get { self[.loss] }
        set { self[.loss] = newValue }
    }

    /// The total norm over all parameters before clipping.
    @inlinable public var gradNorm: Double? {
        get { self[.gradNorm] }
        set { self[.gradNorm] = newValue }
    }

    /// The total norm after clipping.
    @inlinable public var clippedNorm: Double? {
        get { self[.clippedNorm] }
        set { self[.clippedNorm] = newValue }
    }

    /// The factor of norm clipping on every gradient, at most 1; nil for other kinds of clipping.
    @inlinable public var clipCoefficient: Double? {
        get { self[.clipCoefficient] }
        set { self[.clipCoefficient] = newValue }
    }

    /// The threshold of norm and value clipping; unused under `none`.
    @inlinable public var maxNorm: Double? {
        get { self[.maxNorm] }
        set { self[.maxNorm] = newValue }
    }

    /// The learning rate.
    @inlinable public var lr: Double? {
        get { self[.lr] }
        set { self[.lr] = newValue }
    }

    /// The relative change of the weights, ‖Δθ‖ / ‖θ‖ over all parameters. On every k-th step only, and on steps whose norm is
    /// 0 or overflows.
    @inlinable public var updateRatio: Double? {
        get { self[.updateRatio] }
        set { self[.updateRatio] = newValue }
    }

    /// The share of units behind a ReLU that are 0 for the whole batch. On every k-th step only; nil without ReLUs.
    @inlinable public var deadUnits: Double? {
        get { self[.deadUnits] }
        set { self[.deadUnits] = newValue }
    }

    /// Examples per second of the step itself, without waits.
    @inlinable public var samplesPerSecond: Double? {
        get { self[.samplesPerSecond] }
        set { self[.samplesPerSecond] = newValue }
    }

    /// Tokens per second of the step itself, if the examples are texts.
    @inlinable public var tokensPerSecond: Double? {
        get { self[.tokensPerSecond] }
        set { self[.tokensPerSecond] = newValue }
    }

    /// The duration of the step itself in seconds, without waits.
    @inlinable public var stepSeconds: Double? {
        get { self[.stepSeconds] }
        set { self[.stepSeconds] = newValue }
    }

    /// The gradient norm of each layer before clipping, in model order. On every k-th step only.
    public var layers: [NamedNumber] {
        get { self[.gradNorm as LayerMetric] }
        set { self[.gradNorm as LayerMetric] = newValue }
    }

    /// The share of dead units of each layer with a ReLU. On every k-th step only.
    public var deadLayers: [NamedNumber] {
        get { self[.deadUnits as LayerMetric] }
        set { self[.deadUnits as LayerMetric] = newValue }
    }
}

// MARK: - Two records of one step

extension StepRecord {
    /// True if it has numbers, and none that another record of the same step has too.
    public func completes(_ other: StepRecord) -> Bool {
        guard !numbers.overlap(other.numbers), !hasLists || !listsOverlap(other) else { return false }
        return !numbers.isEmpty || !extras.isEmpty || LayerMetric.allCases.contains { !self[$0].isEmpty }
    }

    private func listsOverlap(_ other: StepRecord) -> Bool {
        let names = Set(other.extras.map(\.name))
        return extras.contains { names.contains($0.name) }
            || LayerMetric.allCases.contains { !self[$0].isEmpty && !other[$0].isEmpty }
    }

    /// The record, with missing values added from another record of the same step.
    public func completed(by other: StepRecord) -> StepRecord {
        var whole = self
        whole.numbers.complete(by: other.numbers)
        whole.clip = clip ?? other.clip
        whole.epoch = epoch ?? other.epoch
        whole.batch = batch ?? other.batch
        whole.extras += other.extras
        whole.alarms += other.alarms
        for metric in LayerMetric.allCases where whole[metric].isEmpty { whole[metric] = other[metric] }
        return whole
    }
}
