/// The progress of a plan that computes each rate from the base rate and the step's number, counted from 0.
struct CountedPlan: Sendable {
    /// The rate of a step, without an operator's changes.
    typealias Rate = (_ base: Double, _ step: Int) -> Double

    private var base = 0.0
    private var step = 0
    private var rate = PlannedRate()

    /// Starts the plan and returns its first rate.
    mutating func start(at base: Double, _ planned: Rate) -> Double {
        (self.base, step) = (base, 0)
        return rate.start(at: planned(base, step))
    }

    /// The rate of the next step, from the current rate.
    mutating func next(from current: Double, _ planned: Rate) -> Double {
        step += 1
        return rate.step(to: planned(base, step), from: current)
    }
}

extension CountedPlan: Resumable {
    var state: SavedState {
        var state: SavedState = ["base": .number(base), "epoch": .integer(step)]
        state[part: "rate"] = rate.state
        return state
    }

    mutating func restore(_ state: SavedState) throws(StateError) {
        (base, step) = (try state.number("base"), try state.integer("epoch"))
        try rate.restore(state[part: "rate"])
    }
}
