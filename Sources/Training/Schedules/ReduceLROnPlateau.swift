/// The rate is multiplied by `factor` when a measured number, such as the validation loss, has not improved for
/// more than `patience` measurements. `torch.optim.lr_scheduler.ReduceLROnPlateau`.
///
/// Steps keep the rate; measurements change it:
///
///     optimizer.learningRate = schedule.measure(loss, from: optimizer.learningRate)
///
/// NaN is never better, so it counts as a bad measurement. An operator's change persists.
public struct ReduceLROnPlateau: Schedule {
    /// Which way is better.
    public enum Mode: String, CaseIterable, Sendable {
        case min, max
    }

    /// The unit of the threshold, in PyTorch's words.
    public enum ThresholdMode: String, CaseIterable, Sendable {
        /// A share of the best number.
        case relative = "rel"
        /// The measured number's own unit.
        case absolute = "abs"
    }

    /// Which way is better.
    public let mode: Mode
    /// The factor of the rate, below 1.
    public let factor: Double
    /// How many bad measurements in a row are tolerated.
    public let patience: Int
    /// The smallest improvement on the best number that counts.
    public let threshold: Double
    /// The unit of the threshold.
    public let thresholdMode: ThresholdMode
    /// How many measurements after a change are not counted as bad.
    public let cooldown: Int
    /// The lowest rate; those of groups keep their proportion to it (`ParameterGroup`).
    public let minimum: Double
    /// A change of the rate up to this size is skipped.
    public let epsilon: Double

    /// The best number so far; infinite before the first.
    public private(set) var best: Double
    private var bad = 0
    private var cooling = 0

    /// - Parameters:
    ///   - mode: whether lower or higher is better.
    ///   - factor: below 1.
    ///   - patience: measurements without improvement before the rate is reduced.
    ///   - threshold: the smallest improvement on the best number that counts.
    ///   - thresholdMode: relative to the best, or absolute.
    ///   - cooldown: measurements after a reduction that do not count.
    ///   - minimum: the lowest rate. PyTorch's `min_lr`.
    ///   - epsilon: a change of the rate up to this size is skipped.
    public init(
        mode: Mode = .min,
        factor: Double = 0.1,
        patience: Int = 10,
        threshold: Double = 1e-4,
        thresholdMode: ThresholdMode = .relative,
        cooldown: Int = 0,
        minimum: Double = 0,
        epsilon: Double = 1e-8
    ) {
        require(factor < 1, "ReduceLROnPlateau: factor must be below 1, not \(factor)")
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.thresholdMode = thresholdMode
        self.cooldown = cooldown
        self.minimum = minimum
        self.epsilon = epsilon
        best = mode == .min ? .infinity : -.infinity
    }

    public mutating func start(at base: Double) -> Double {
        best = mode == .min ? .infinity : -.infinity
        (bad, cooling) = (0, 0)
        return base
    }

    public mutating func step(from current: Double) -> Double { current }

    public mutating func measure(_ value: Double, from current: Double) -> Double {
        if isBetter(value) { (best, bad) = (value, 0) } else { bad += 1 }
        if cooling > 0 { (cooling, bad) = (cooling - 1, 0) }
        guard bad > patience else { return current }
        (cooling, bad) = (cooldown, 0)
        let reduced = max(current * factor, minimum)
        return current - reduced > epsilon ? reduced : current
    }

    public var state: SavedState {
        ["best": .number(best), "bad": .integer(bad), "cooling": .integer(cooling)]
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (best, bad, cooling) = (try state.number("best"), try state.integer("bad"), try state.integer("cooling"))
    }

    private func isBetter(_ value: Double) -> Bool {
        switch (mode, thresholdMode) {
        case (.min, .relative): value < best * (1 - threshold)
        case (.min, .absolute): value < best - threshold
        case (.max, .relative): value > best * (1 + threshold)
        case (.max, .absolute): value > best + threshold
        }
    }
}
