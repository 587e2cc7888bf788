/// The rate is the base times a factor of the step's number, counted from 0. `torch.optim.lr_scheduler.LambdaLR`.
///
/// Where PyTorch forgets a rate that an operator has changed at the next step, here the base is scaled with it, so
/// that the change persists. A change of a rate whose factor is 0 lasts one step.
public struct LambdaLR: Schedule {
    private let factor: @Sendable (_ step: Int) -> Double
    private var plan = CountedPlan()

    /// - Parameter factor: the share of the base at a step, counted from 0.
    public init(_ factor: @escaping @Sendable (_ step: Int) -> Double) { self.factor = factor }

    public mutating func start(at base: Double) -> Double { plan.start(at: base) { $0 * factor($1) } }

    public mutating func step(from current: Double) -> Double { plan.next(from: current) { $0 * factor($1) } }

    public var state: SavedState { plan.state }

    public mutating func restore(_ state: SavedState) throws(StateError) { try plan.restore(state) }
}
