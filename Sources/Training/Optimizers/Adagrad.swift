import CKernels

/// The gradient over the root of the sum of all its squares so far (Duchi, Hazan and Singer, 2011).
/// `torch.optim.Adagrad`.
///
/// s ← s + g²; p ← p − lr/(1 + (t − 1)·rateDecay) · g/(√s + ε), t counting a parameter's steps from 1. In Float an
/// update differs from PyTorch's by at most one unit in the last place, because PyTorch's square root can be off by one.
public final class Adagrad<Element: Scalar>: GroupedOptimizer<Element>, Optimizer {
    public var isScaleInvariant: Bool { true }
    /// The decay of the rate over the steps. PyTorch's `lr_decay`.
    public let rateDecay: Double
    /// The initial value of the sums. PyTorch's `initial_accumulator_value`.
    public let initialSum: Double
    /// Added to the root.
    public let epsilon: Double

    private var states: [(sum: Storage<Element>, step: Int)] = []

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - rateDecay: 0 or more. PyTorch's `lr_decay`.
    ///   - weightDecay: 0 or more.
    ///   - initialSum: 0 or more. PyTorch's `initial_accumulator_value`.
    ///   - epsilon: added to the denominator, 0 or more.
    ///   - maximize: go up the gradient instead of down.
    /// - Throws: `OptimizerError` for a negative or NaN setting, and a parameter in two groups.
    public init<Parameter: ParameterOrGroup<Element>>(
        _ parameters: [Parameter],
        learningRate: Double = 1e-2,
        rateDecay: Double = 0,
        weightDecay: Double = 0,
        initialSum: Double = 0,
        epsilon: Double = 1e-10,
        maximize: Bool = false
    ) throws(OptimizerError) {
        (self.rateDecay, self.initialSum, self.epsilon) = (rateDecay, initialSum, epsilon)
        try super.init(parameters, learningRate: learningRate, weightDecay: weightDecay, maximize: maximize)
        try requireNotNegative("rate decay", rateDecay)
        try requireNotNegative("initial sum", initialSum)
        try requireNotNegative("epsilon", epsilon)
        states = self.parameters.map { parameter in
            let sum = Storage<Element>(count: parameter.tensor.count)
            unsafe Kernels.fill(sum.pointer, Element(initialSum), sum.count)
            return (sum, 0)
        }
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        forEachUpdate { update in
            let (sum, step) = states[update.index]
            let settings = ck_adagrad(
                learning_rate: update.learningRate / (1 + Double(step) * rateDecay),
                epsilon: epsilon,
                weight_decay: update.weightDecay,
                scale: coefficient,
                maximize: maximize
            )
            states[update.index].step += 1
            unsafe update.share { at, n, parameter, gradient in
                unsafe ck_adagrad_step(Element.kernelType, settings, parameter, gradient, sum.pointer + at, n)
            }
        }
    }

    public var state: SavedState {
        var state: SavedState = ["lr": .number(learningRate)]
        for (index, parameter) in parameters.enumerated() {
            state["\(index).step"] = .integer(states[index].step)
            state["\(index).sum"] = .storage(states[index].sum, shape: parameter.tensor.shape)
        }
        return state
    }

    public func restore(_ state: SavedState) throws(StateError) {
        learningRate = try state.number("lr")
        for (index, parameter) in parameters.enumerated() {
            states[index] = (
                sum: try state.storage("\(index).sum", shape: parameter.tensor.shape),
                step: try state.integer("\(index).step")
            )
        }
    }
}
