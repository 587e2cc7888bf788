import CKernels

/// Stochastic gradient descent with momentum. `torch.optim.SGD`.
///
/// g ← ±gradient + weightDecay·p; with momentum, the buffer starts as g on a parameter's first step (dampening
/// does not act on it) and then follows b ← momentum·b + (1 − dampening)·g; the step is g + momentum·b under
/// Nesterov, else b; p ← p − lr·step. Updates are equal to PyTorch's bit by bit.
public final class SGD<Element: Scalar>: MomentumOptimizer {
    public var parameters: [NamedParameter<Element>] { grouped.parameters }
    public var learningRate: Double
    public var isScaleInvariant: Bool { false }
    /// The share of the buffer that stays at each step; 0 for no buffer.
    public var momentum: Double
    /// The share of the gradient that the buffer does not take, from its second step on.
    public let dampening: Double
    /// How strongly parameters are drawn to 0; 0 for not at all.
    public let weightDecay: Double
    /// Whether the step looks ahead along the buffer.
    public let nesterov: Bool
    /// Climb instead of descend.
    public let maximize: Bool

    private let grouped: GroupedParameters<Element>
    private var buffers: [Storage<Element>?]

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - momentum: 0 or more.
    ///   - dampening: the share of the gradient that momentum omits.
    ///   - weightDecay: 0 or more.
    ///   - nesterov: use Nesterov's momentum.
    ///   - maximize: climb instead of descend.
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
        let grouped = try GroupedParameters(parameters, learningRate: learningRate, weightDecay: weightDecay)
        try requireNotNegative("momentum", momentum)
        guard !dampening.isNaN else {
            throw .outOfRange(setting: "dampening", value: dampening, range: "a number")
        }
        guard !nesterov || (momentum > 0 && dampening == 0) else { throw .nesterovNeedsMomentum }
        self.grouped = grouped
        self.learningRate = learningRate
        self.momentum = momentum
        self.dampening = dampening
        self.weightDecay = weightDecay
        self.nesterov = nesterov
        self.maximize = maximize
        buffers = Array(repeating: nil, count: grouped.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        var settings = ck_sgd(
            learning_rate: learningRate,
            momentum: momentum,
            dampening: dampening,
            weight_decay: weightDecay,
            scale: coefficient,
            nesterov: nesterov,
            maximize: maximize,
            first: false
        )
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard let gradient = tensor.grad else { continue }
            settings.learning_rate = learningRate * grouped.rateShares[index]
            settings.weight_decay = grouped.weightDecays[index]
            settings.first = buffers[index] == nil
            if momentum != 0, settings.first { buffers[index] = Storage(count: tensor.count) }
            unsafe Kernels.sgdStep(
                settings,
                tensor.storage.pointer,
                gradient.storage.read,
                buffers[index]?.pointer,
                tensor.count
            )
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
