import CKernels

/// Adam (Kingma and Ba, 2015), and AdamW's decay (Loshchilov and Hutter, 2019). `torch.optim.Adam`, `AdamW`.
///
/// m and v are running means of g and g²; p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). Adam adds
/// weightDecay·p to the gradient; AdamW first shrinks p by 1 − lr·weightDecay and leaves the gradient alone. Under
/// AMSGrad (Reddi, Kale and Kumar, 2018) the largest v so far replaces v.
/// In Float an update differs from PyTorch's by at most one unit in the last place, because PyTorch's square root can be
/// off by one.
public class Adam<Element: Scalar>: GroupedOptimizer<Element>, MomentumOptimizer {
    public var isScaleInvariant: Bool { true }
    /// The decay of the running means of g and of g², from 0 to less than 1.
    public private(set) var betas: (Double, Double)
    /// The first of the betas.
    public var momentum: Double {
        get { betas.0 }
        set { betas.0 = newValue }
    }
    /// Added to the root, after the correction for the first steps.
    public let epsilon: Double
    /// Whether the largest v so far is used; it is the largest before the correction for the first steps.
    public let amsgrad: Bool
    /// Whether the weights themselves decay, instead of the decay being added to the gradient.
    public let decoupledWeightDecay: Bool

    private var moments: [Moments?] = []

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
    ///   - maximize: go up the gradient instead of down.
    ///   - amsgrad: divide by the largest mean of squares so far.
    ///   - decoupledWeightDecay: decay the weights, as AdamW does, instead of the gradient.
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
        (self.betas, self.epsilon) = (betas, epsilon)
        (self.amsgrad, self.decoupledWeightDecay) = (amsgrad, decoupledWeightDecay)
        try super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, maximize: maximize)
        try requireShare("beta 1", betas.0)
        try requireShare("beta 2", betas.1)
        try requireNotNegative("epsilon", epsilon)
        moments = Array(repeating: nil, count: self.parameters.count)
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        forEachUpdate { update in
            var moments = self.moments[update.index] ?? start(count: update.count)
            moments.step += 1
            self.moments[update.index] = moments
            let settings = ck_adam(
                learning_rate: update.learningRate,
                beta1: betas.0,
                beta2: betas.1,
                epsilon: epsilon,
                weight_decay: update.weightDecay,
                scale: coefficient,
                decoupled: decoupledWeightDecay,
                maximize: maximize,
                step: moments.step
            )
            unsafe update.share { [moments] at, n, parameter, gradient in
                let (first, second) = unsafe (moments.first.pointer + at, moments.second.pointer + at)
                let largest = unsafe moments.largest.map { unsafe $0.pointer + at }
                unsafe ck_adam_step(Element.kernelType, settings, parameter, gradient, first, second, largest, n)
            }
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
