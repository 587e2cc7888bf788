extension StepRecord {
    /// A number of the step; nil where it has none.
    @inlinable public subscript(metric: Metric) -> Double? {
        get { numbers[metric] }
        set { numbers[metric] = newValue }
    }

    @inlinable public var loss: Double? {
        get { self[.loss] }
        set { self[.loss] = newValue }
    }

    /// Total norm over all parameters before clipping.
    @inlinable public var gradNorm: Double? {
        get { self[.gradNorm] }
        set { self[.gradNorm] = newValue }
    }

    /// Total norm after clipping.
    @inlinable public var clippedNorm: Double? {
        get { self[.clippedNorm] }
        set { self[.clippedNorm] = newValue }
    }

    /// What norm clipping multiplied every gradient by, at most 1; nil under other kinds of clipping.
    @inlinable public var clipCoefficient: Double? {
        get { self[.clipCoefficient] }
        set { self[.clipCoefficient] = newValue }
    }

    /// The threshold in force, of norm and of value clipping alike; kept and not used under `none`.
    @inlinable public var maxNorm: Double? {
        get { self[.maxNorm] }
        set { self[.maxNorm] = newValue }
    }

    @inlinable public var lr: Double? {
        get { self[.lr] }
        set { self[.lr] = newValue }
    }

    /// How far the update moved the weights: ‖Δθ‖ / ‖θ‖, over all parameters. On every k-th step only, and where the
    /// norm is 0 or overflows.
    @inlinable public var updateRatio: Double? {
        get { self[.updateRatio] }
        set { self[.updateRatio] = newValue }
    }

    /// The share of units behind a ReLU that are 0 for the whole batch; on every k-th step only, and nil without ReLUs.
    @inlinable public var deadUnits: Double? {
        get { self[.deadUnits] }
        set { self[.deadUnits] = newValue }
    }

    /// Examples that went through the model per second of the step itself, waits left out.
    @inlinable public var samplesPerSecond: Double? {
        get { self[.samplesPerSecond] }
        set { self[.samplesPerSecond] = newValue }
    }

    /// The same for tokens, where the examples are texts.
    @inlinable public var tokensPerSecond: Double? {
        get { self[.tokensPerSecond] }
        set { self[.tokensPerSecond] = newValue }
    }

    /// Seconds of the step itself, waits left out.
    @inlinable public var stepSeconds: Double? {
        get { self[.stepSeconds] }
        set { self[.stepSeconds] = newValue }
    }

    /// Gradient norm per layer before clipping, in model order; present on every k-th step only.
    public var layers: [NamedNumber] {
        get { self[.gradNorm as LayerMetric] }
        set { self[.gradNorm as LayerMetric] = newValue }
    }

    /// Share of dead units behind the ReLU of each layer that has one; present on every k-th step only.
    public var deadLayers: [NamedNumber] {
        get { self[.deadUnits as LayerMetric] }
        set { self[.deadUnits as LayerMetric] = newValue }
    }
}

// MARK: - Two records of one step

extension StepRecord {
    /// Whether it brings numbers, and none that another record has too.
    public func completes(_ other: StepRecord) -> Bool {
        guard !numbers.overlap(other.numbers), !hasLists || !listsOverlap(other) else { return false }
        return !numbers.isEmpty || !extras.isEmpty || LayerMetric.allCases.contains { !self[$0].isEmpty }
    }

    private func listsOverlap(_ other: StepRecord) -> Bool {
        let names = Set(other.extras.map(\.name))
        return extras.contains { names.contains($0.name) }
            || LayerMetric.allCases.contains { !self[$0].isEmpty && !other[$0].isEmpty }
    }

    /// The record with what it lacks of another one of the same step.
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
