import CKernels

/// The gradient over the root of its running mean square. `torch.optim.RMSprop` (Hinton, 2012; centered: Graves,
/// 2013).
///
/// v ← α·v + (1 − α)·g²; the step is g/(√v + ε), or g/(√(v − ḡ²) + ε) when centered, ḡ a running mean of g; with
/// momentum, b ← momentum·b + step takes its place; p ← p − lr·step. In Float an update differs from PyTorch's by at
/// most one unit in the last place, because PyTorch's square root can be off by one.
public final class RMSprop<Element: Scalar>: GroupedOptimizer<Element>, MomentumOptimizer {
    public var isScaleInvariant: Bool { true }
    /// The decay of the running means. PyTorch's `alpha`.
    public let decay: Double
    /// Added to the root.
    public let epsilon: Double
    /// The decay of the momentum buffer; 0 for no buffer.
    public var momentum: Double
    /// Whether the square of the mean gradient is subtracted from the mean square.
    public let centered: Bool

    private var states: [State?] = []

    private struct State {
        let squares: Storage<Element>
        let mean: Storage<Element>?
        var buffer: Storage<Element>?
    }

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - decay: of the mean of squares. PyTorch's `alpha`.
    ///   - epsilon: added to the denominator, 0 or more.
    ///   - weightDecay: 0 or more.
    ///   - momentum: 0 or more.
    ///   - centered: subtract the square of the mean gradient from the mean square.
    ///   - maximize: go up the gradient instead of down.
    /// - Throws: `OptimizerError` for a negative or NaN setting, and a parameter in two groups.
    public init<Parameter: ParameterOrGroup<Element>>(
        _ parameters: [Parameter],
        learningRate: Double = 1e-2,
        decay: Double = 0.99,
        epsilon: Double = 1e-8,
        weightDecay: Double = 0,
        momentum: Double = 0,
        centered: Bool = false,
        maximize: Bool = false
    ) throws(OptimizerError) {
        (self.decay, self.epsilon) = (decay, epsilon)
        (self.momentum, self.centered) = (momentum, centered)
        try super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, maximize: maximize)
        try requireNotNegative("decay", decay)
        try requireNotNegative("epsilon", epsilon)
        try requireNotNegative("momentum", momentum)
        states = Array(repeating: nil, count: self.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        forEachUpdate { update in
            let state = state(of: update)
            let settings = ck_rmsprop(
                learning_rate: update.learningRate,
                decay: decay,
                epsilon: epsilon,
                weight_decay: update.weightDecay,
                momentum: momentum,
                scale: coefficient,
                maximize: maximize
            )
            unsafe update.share { at, n, parameter, gradient in
                let squares = unsafe state.squares.pointer + at
                let mean = unsafe state.mean.map { unsafe $0.pointer + at }
                let buffer = unsafe momentum > 0 ? state.buffer.map { unsafe $0.pointer + at } : nil
                unsafe ck_rmsprop_step(Element.kernelType, settings, parameter, gradient, squares, mean, buffer, n)
            }
        }
    }

    /// What is kept of a parameter, with all that the settings need.
    private func state(of update: ParameterUpdate<Element>) -> State {
        var state =
            states[update.index] ?? State(squares: .zeros(update.count), mean: centered ? .zeros(update.count) : nil)
        if momentum > 0, state.buffer == nil { state.buffer = .zeros(update.count) }
        states[update.index] = state
        return state
    }

    public var state: SavedState {
        var state: SavedState = ["lr": .number(learningRate), "momentum": .number(momentum)]
        for (index, parameter) in parameters.enumerated() {
            guard let kept = states[index] else { continue }
            let shape = parameter.tensor.shape
            state["\(index).square_avg"] = .storage(kept.squares, shape: shape)
            state["\(index).grad_avg"] = kept.mean.map { .storage($0, shape: shape) }
            state["\(index).momentum_buffer"] = kept.buffer.map { .storage($0, shape: shape) }
        }
        return state
    }

    public func restore(_ state: SavedState) throws(StateError) {
        (learningRate, momentum) = (try state.number("lr"), try state.number("momentum"))
        for (index, parameter) in parameters.enumerated() {
            let shape = parameter.tensor.shape
            guard let squares: Storage<Element> = try state.storageIfAny("\(index).square_avg", shape: shape) else {
                states[index] = nil
                continue
            }
            states[index] = State(
                squares: squares,
                mean: centered ? try state.storage("\(index).grad_avg", shape: shape) : nil,
                buffer: try state.storageIfAny("\(index).momentum_buffer", shape: shape)
            )
        }
    }
}
