import CKernels

/// Stochastic gradient descent with momentum. `torch.optim.SGD`.
///
/// g ← ±gradient + weightDecay·p; with momentum, the buffer starts as g on a parameter's first step (dampening
/// does not act on it) and then follows b ← momentum·b + (1 − dampening)·g; the step is g + momentum·b under
/// Nesterov, else b; p ← p − lr·step. Updates are equal to PyTorch's bit by bit.
public final class SGD<Element: Scalar>: GroupedOptimizer<Element>, MomentumOptimizer {
    public var isScaleInvariant: Bool { false }
    /// The decay of the momentum buffer; 0 for no buffer.
    public var momentum: Double
    /// PyTorch's `dampening`: the share of the gradient that is not added to the buffer, from its second step on.
    public let dampening: Double
    /// Whether the step looks ahead along the buffer.
    public let nesterov: Bool

    private var buffers: [Storage<Element>?] = []

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - momentum: 0 or more.
    ///   - dampening: the share of the gradient that is not added to the buffer.
    ///   - weightDecay: 0 or more.
    ///   - nesterov: use Nesterov's momentum.
    ///   - maximize: go up the gradient instead of down.
    /// - Throws: `OptimizerError` for a negative or NaN setting, Nesterov without momentum or with dampening, and a
    ///   parameter in two groups.
    public init<Parameter: ParameterOrGroup<Element>>(
        _ parameters: [Parameter],
        learningRate: Double = 1e-3,
        momentum: Double = 0,
        dampening: Double = 0,
        weightDecay: Double = 0,
        nesterov: Bool = false,
        maximize: Bool = false
    ) throws(OptimizerError) {
        (self.momentum, self.dampening, self.nesterov) = (momentum, dampening, nesterov)
        try super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, maximize: maximize)
        try requireNotNegative("momentum", momentum)
        guard !dampening.isNaN else {
            throw .outOfRange(setting: "dampening", value: dampening, range: "a number")
        }
        guard !nesterov || (momentum > 0 && dampening == 0) else { throw .nesterovNeedsMomentum }
        buffers = Array(repeating: nil, count: self.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        forEachUpdate { update in
            let isFirst = buffers[update.index] == nil
            if momentum != 0, isFirst { buffers[update.index] = Storage(count: update.count) }
            let buffer = buffers[update.index]
            let settings = ck_sgd(
                learning_rate: update.learningRate,
                momentum: momentum,
                dampening: dampening,
                weight_decay: update.weightDecay,
                scale: coefficient,
                nesterov: nesterov,
                maximize: maximize,
                first: isFirst
            )
            unsafe update.share { at, n, parameter, gradient in
                let buffer = unsafe buffer.map { unsafe $0.pointer + at }
                unsafe ck_sgd_step(Element.kernelType, settings, parameter, gradient, buffer, n)
            }
        }
    }

    public var state: SavedState {
        var state: SavedState = ["lr": .number(learningRate), "momentum": .number(momentum)]
        for (index, parameter) in parameters.enumerated() {
            state["\(index).momentum_buffer"] = buffers[index].map { .storage($0, shape: parameter.tensor.shape) }
        }
        return state
    }

    public func restore(_ state: SavedState) throws(StateError) {
        (learningRate, momentum) = (try state.number("lr"), try state.number("momentum"))
        for (index, parameter) in parameters.enumerated() {
            buffers[index] = try state.storageIfAny("\(index).momentum_buffer", shape: parameter.tensor.shape)
        }
    }
}
