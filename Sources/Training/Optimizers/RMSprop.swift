import CKernels

/// The gradient over the root of its running mean square. `torch.optim.RMSprop` (Hinton, 2012; centered: Graves,
/// 2013).
///
/// v ← α·v + (1 − α)·g²; the step is g/(√v + ε), or g/(√(v − ḡ²) + ε) when centered, ḡ a running mean of g; with
/// momentum, b ← momentum·b + step takes its place; p ← p − lr·step. In Float an update differs from PyTorch's by at
/// most one unit in the last place, for its square root is sometimes off by that.
public final class RMSprop<Element: Scalar>: MomentumOptimizer {
    public var parameters: [NamedParameter<Element>] { grouped.parameters }
    public var learningRate: Double
    public var isScaleInvariant: Bool { true }
    /// How much of the running means stays at each step. PyTorch's `alpha`.
    public let decay: Double
    /// Added to the root.
    public let epsilon: Double
    /// How strongly parameters are drawn to 0; 0 for not at all.
    public let weightDecay: Double
    /// The share of the buffer that stays at each step; 0 for no buffer.
    public var momentum: Double
    /// Whether the mean of the gradient is taken out of its mean square.
    public let centered: Bool
    /// Climb instead of descend.
    public let maximize: Bool

    private let grouped: GroupedParameters<Element>
    private var states: [State?]

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
    ///   - maximize: climb instead of descend.
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
        grouped = try GroupedParameters(parameters, learningRate: learningRate, weightDecay: weightDecay)
        try requireNotNegative("decay", decay)
        try requireNotNegative("epsilon", epsilon)
        try requireNotNegative("momentum", momentum)
        self.learningRate = learningRate
        self.decay = decay
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.centered = centered
        self.maximize = maximize
        states = Array(repeating: nil, count: grouped.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard let gradient = tensor.grad else { continue }
            var state =
                states[index]
                ?? State(squares: .zeros(tensor.count), mean: centered ? .zeros(tensor.count) : nil)
            if momentum > 0, state.buffer == nil { state.buffer = .zeros(tensor.count) }
            states[index] = state
            let settings = ck_rmsprop(
                learning_rate: learningRate * grouped.rateShares[index],
                decay: decay,
                epsilon: epsilon,
                weight_decay: grouped.weightDecays[index],
                momentum: momentum,
                scale: coefficient,
                maximize: maximize
            )
            unsafe Kernels.rmspropStep(
                settings,
                tensor.storage.pointer,
                gradient.storage.read,
                state.squares.pointer,
                state.mean?.pointer,
                momentum > 0 ? state.buffer?.pointer : nil,
                tensor.count
            )
        }
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
