import CKernels

/// Adam (Kingma and Ba, 2015), and AdamW's decay (Loshchilov and Hutter, 2019). `torch.optim.Adam`, `AdamW`.
///
/// m and v are running means of g and g²; p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). Adam adds
/// weightDecay·p to the gradient; AdamW first shrinks p by 1 − lr·weightDecay and leaves the gradient alone. Under
/// AMSGrad (Reddi, Kale and Kumar, 2018) the largest v so far stands in the place of v.
/// In Float an update differs from PyTorch's by at most one unit in the last place, for its square root is
/// sometimes off by that.
public class Adam<Element: Scalar>: MomentumOptimizer {
    public var parameters: [NamedParameter<Element>] { grouped.parameters }
    public var learningRate: Double
    public var isScaleInvariant: Bool { true }
    /// How much of the running means of g and g² stays at each step, from 0 up to but not 1.
    public private(set) var betas: (Double, Double)
    /// The first of the betas.
    public var momentum: Double {
        get { betas.0 }
        set { betas.0 = newValue }
    }
    /// Added to the root, after the correction for the first steps.
    public let epsilon: Double
    /// How strongly parameters are drawn to 0; 0 for not at all.
    public let weightDecay: Double
    /// Climb instead of descend.
    public let maximize: Bool
    /// Whether the largest v so far is used; it is the largest before the correction for the first steps.
    public let amsgrad: Bool
    /// Whether the weights themselves decay, and not by way of the gradient.
    public let decoupledWeightDecay: Bool

    private let grouped: GroupedParameters<Element>
    private var moments: [Moments?]

    private struct Moments {
        let first: Storage<Element>
        let second: Storage<Element>
        let largest: Storage<Element>?
        var step: Int64 = 0
    }

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - betas: decay of the means of gradients and of their squares.
    ///   - epsilon: added to the denominator, 0 or more.
    ///   - weightDecay: 0 or more.
    ///   - maximize: climb instead of descend.
    ///   - amsgrad: divide by the largest mean of squares so far.
    ///   - decoupledWeightDecay: decay the weights, as AdamW does, and not the gradient.
    /// - Throws: `OptimizerError` for a negative or NaN setting, a beta outside 0..<1, and a parameter in two groups.
    public init<Parameter: ParameterOrGroup<Element>>(
        _ parameters: [Parameter],
        learningRate: Double = 1e-3,
        betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8,
        weightDecay: Double = 0,
        maximize: Bool = false,
        amsgrad: Bool = false,
        decoupledWeightDecay: Bool = false
    ) throws(OptimizerError) {
        let grouped = try GroupedParameters(parameters, learningRate: learningRate, weightDecay: weightDecay)
        try requireShare("beta 1", betas.0)
        try requireShare("beta 2", betas.1)
        try requireNotNegative("epsilon", epsilon)
        self.grouped = grouped
        self.learningRate = learningRate
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.maximize = maximize
        self.amsgrad = amsgrad
        self.decoupledWeightDecay = decoupledWeightDecay
        moments = Array(repeating: nil, count: grouped.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard let gradient = tensor.grad else { continue }
            var moments = self.moments[index] ?? start(count: tensor.count)
            moments.step += 1
            self.moments[index] = moments
            let settings = ck_adam(
                learning_rate: learningRate * grouped.rateShares[index],
                beta1: betas.0,
                beta2: betas.1,
                epsilon: epsilon,
                weight_decay: grouped.weightDecays[index],
                scale: coefficient,
                decoupled: decoupledWeightDecay,
                maximize: maximize,
                step: moments.step
            )
            unsafe Kernels.adamStep(
                settings,
                tensor.storage.pointer,
                gradient.storage.read,
                moments.first.pointer,
                moments.second.pointer,
                moments.largest?.pointer,
                tensor.count
            )
        }
    }

    public var state: SavedState {
        var state: SavedState = ["lr": .number(learningRate), "betas": .numbers([betas.0, betas.1])]
        for (index, parameter) in parameters.enumerated() {
            guard let kept = moments[index] else { continue }
            let shape = parameter.tensor.shape
            state["\(index).step"] = .integer(Int(kept.step))
            state["\(index).exp_avg"] = .storage(kept.first, shape: shape)
            state["\(index).exp_avg_sq"] = .storage(kept.second, shape: shape)
            state["\(index).max_exp_avg_sq"] = kept.largest.map { .storage($0, shape: shape) }
        }
        return state
    }

    public func restore(_ state: SavedState) throws(StateError) {
        learningRate = try state.number("lr")
        let betas = try state.numbers("betas", count: 2)
        self.betas = (betas[0], betas[1])
        for (index, parameter) in parameters.enumerated() {
            let shape = parameter.tensor.shape
            guard let first: Storage<Element> = try state.storageIfAny("\(index).exp_avg", shape: shape) else {
                moments[index] = nil
                continue
            }
            moments[index] = Moments(
                first: first,
                second: try state.storage("\(index).exp_avg_sq", shape: shape),
                largest: amsgrad ? try state.storage("\(index).max_exp_avg_sq", shape: shape) : nil,
                step: Int64(try state.integer("\(index).step"))
            )
        }
    }

    private func start(count: Int) -> Moments {
        Moments(first: .zeros(count), second: .zeros(count), largest: amsgrad ? .zeros(count) : nil)
    }
}
