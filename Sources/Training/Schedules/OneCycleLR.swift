import Glibc

/// The rate rises from a share of its peak to the peak and falls far below its start, while the momentum does the
/// opposite (Smith and Topin, 2019). `torch.optim.lr_scheduler.OneCycleLR`.
///
/// Where PyTorch forgets a rate that an operator has changed at the next step, here the rest of the plan is scaled;
/// the momentum is the plan's. After `steps` steps the last rate remains, where PyTorch's scheduler throws.
public struct OneCycleLR: Schedule {
    /// The shape of each way up and down, in PyTorch's words.
    public enum Anneal: String, CaseIterable, Sendable {
        case cosine = "cos"
        case linear
    }

    /// Steps of the whole cycle.
    public let steps: Int
    /// The highest rate; nil for the rate that the schedule starts at.
    public let maximum: Double?
    /// The share of the steps in which the rate rises.
    public let riseShare: Double
    /// The shape of each way up and down.
    public let anneal: Anneal
    /// The lowest and the highest momentum; nil to leave the momentum alone.
    public let momenta: (low: Double, high: Double)?
    /// The peak over the first rate.
    public let startDivisor: Double
    /// The first rate over the last.
    public let endDivisor: Double
    /// Whether the rate first falls to its start as fast as it rose, then to its end.
    public let hasThreePhases: Bool

    private var peak = 0.0
    private var step = 0
    private var rate = PlannedRate()

    /// - Parameters:
    ///   - steps: 1 or more.
    ///   - maximum: the peak; the rate that the schedule starts at when nil.
    ///   - riseShare: from 0 to 1. PyTorch's `pct_start`.
    ///   - anneal: the shape of each rise and fall. PyTorch's `anneal_strategy`.
    ///   - momenta: PyTorch's `base_momentum` and `max_momentum`; nil is its `cycle_momentum=False`, which an optimizer without
    ///     momentum or betas needs.
    ///   - startDivisor: above 0. PyTorch's `div_factor`.
    ///   - endDivisor: above 0. PyTorch's `final_div_factor`.
    ///   - hasThreePhases: fall to the start before the last fall. PyTorch's `three_phase`.
    public init(
        steps: Int,
        maximum: Double? = nil,
        riseShare: Double = 0.3,
        anneal: Anneal = .cosine,
        momenta: (low: Double, high: Double)? = (0.85, 0.95),
        startDivisor: Double = 25,
        endDivisor: Double = 1e4,
        hasThreePhases: Bool = false
    ) {
        require(steps > 0, "OneCycleLR: steps must be 1 or more, not \(steps)")
        require(riseShare >= 0 && riseShare <= 1, "OneCycleLR: riseShare must be from 0 to 1")
        require(startDivisor > 0 && endDivisor > 0, "OneCycleLR: the divisors must be above 0")
        self.steps = steps
        self.maximum = maximum
        self.riseShare = riseShare
        self.anneal = anneal
        self.momenta = momenta
        self.startDivisor = startDivisor
        self.endDivisor = endDivisor
        self.hasThreePhases = hasThreePhases
    }

    public mutating func start(at base: Double) -> Double {
        (peak, step) = (maximum ?? base, 0)
        return rate.start(at: planned.rate)
    }

    public mutating func step(from current: Double) -> Double {
        step = min(step + 1, steps - 1)
        return rate.step(to: planned.rate, from: current)
    }

    public var momentum: Double? { momenta == nil ? nil : planned.momentum }

    public var state: SavedState {
        var state: SavedState = ["peak": .number(peak), "epoch": .integer(step)]
        state[part: "rate"] = rate.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (peak, step) = (try state.number("peak"), try state.integer("epoch", in: 0...steps - 1))
        try rate.restore(state[part: "rate"])
    }

    private struct Phase {
        let end: Double
        let rates: (Double, Double)
        let momenta: (Double, Double)
    }

    private var phases: [Phase] {
        let (first, last) = (peak / startDivisor, peak / startDivisor / endDivisor)
        let (low, high) = momenta ?? (0, 0)
        let (rise, total) = (riseShare * Double(steps), Double(steps))
        let up = Phase(end: rise - 1, rates: (first, peak), momenta: (high, low))
        return hasThreePhases
            ? [
                up,
                Phase(end: 2 * rise - 2, rates: (peak, first), momenta: (low, high)),
                Phase(end: total - 1, rates: (first, last), momenta: (high, high)),
            ] : [up, Phase(end: total - 1, rates: (peak, last), momenta: (low, high))]
    }

    private var planned: (rate: Double, momentum: Double) {
        let (phases, now) = (phases, Double(step))
        let place = phases.firstIndex { now <= $0.end } ?? phases.count - 1
        let (phase, begin) = (phases[place], place == 0 ? 0 : phases[place - 1].end)
        // A phase without length, in a cycle of one step, is at its beginning.
        let share = phase.end == begin ? 0 : (now - begin) / (phase.end - begin)
        func between(_ ends: (Double, Double)) -> Double {
            switch anneal {
            case .cosine: ends.1 + (ends.0 - ends.1) / 2 * (1 + cos(.pi * share))
            case .linear: (ends.1 - ends.0) * share + ends.0
            }
        }
        return (between(phase.rates), between(phase.momenta))
    }
}
