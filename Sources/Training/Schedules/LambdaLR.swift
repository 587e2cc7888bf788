/// The rate is the base times a factor of the step's number, counted from 0. `torch.optim.lr_scheduler.LambdaLR`.
///
/// Where PyTorch forgets a rate that an operator has changed at the next step, here the base is scaled with it, so
/// that the change lasts. A change of a rate whose factor is 0 lasts one step.
public struct LambdaLR: Schedule {
    private let factor: @Sendable (_ step: Int) -> Double
    private var base = 0.0
    private var step = 0
    private var rate = PlannedRate()

    /// - Parameter factor: the share of the base at a step, counted from 0.
    public init(_ factor: @escaping @Sendable (_ step: Int) -> Double) { self.factor = factor }

    public mutating func start(at base: Double) -> Double {
        (self.base, step) = (base, 0)
        return rate.start(at: base * factor(0))
    }

    public mutating func step(from current: Double) -> Double {
        step += 1
        return rate.step(to: base * factor(step), from: current)
    }

    public var state: SavedState {
        var state: SavedState = ["base": .number(base), "epoch": .integer(step)]
        state[part: "rate"] = rate.state
        return state
    }

    public mutating func restore(_ state: SavedState) throws(StateError) {
        (base, step) = (try state.number("base"), try state.integer("epoch"))
        try rate.restore(state[part: "rate"])
    }
}
