import CKernels

/// The gradient over the root of the sum of all its squares so far (Duchi, Hazan and Singer, 2011).
/// `torch.optim.Adagrad`.
///
/// s ← s + g²; p ← p − lr/(1 + (t − 1)·rateDecay) · g/(√s + ε), t counting a parameter's steps from 1. In Float an
/// update differs from PyTorch's by at most one unit in the last place, for its square root is sometimes off by that.
public final class Adagrad<Element: Scalar>: Optimizer {
    public var parameters: [NamedParameter<Element>] { grouped.parameters }
    public var learningRate: Double
    public var isScaleInvariant: Bool { true }
    /// How fast the rate falls with the steps. PyTorch's `lr_decay`.
    public let rateDecay: Double
    /// How strongly parameters are drawn to 0; 0 for not at all.
    public let weightDecay: Double
    /// What the sums begin with. PyTorch's `initial_accumulator_value`.
    public let initialSum: Double
    /// Added to the root.
    public let epsilon: Double
    /// Climb instead of descend.
    public let maximize: Bool

    private let grouped: GroupedParameters<Element>
    private var states: [(sum: Storage<Element>, step: Int)]

    /// - Parameters:
    ///   - parameters: these, or groups of them with rates or decays of their own.
    ///   - learningRate: 0 or more.
    ///   - rateDecay: 0 or more. PyTorch's `lr_decay`.
    ///   - weightDecay: 0 or more.
    ///   - initialSum: 0 or more. PyTorch's `initial_accumulator_value`.
    ///   - epsilon: added to the denominator, 0 or more.
    ///   - maximize: climb instead of descend.
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
        grouped = try GroupedParameters(parameters, learningRate: learningRate, weightDecay: weightDecay)
        try requireNotNegative("rate decay", rateDecay)
        try requireNotNegative("initial sum", initialSum)
        try requireNotNegative("epsilon", epsilon)
        self.learningRate = learningRate
        self.rateDecay = rateDecay
        self.weightDecay = weightDecay
        self.initialSum = initialSum
        self.epsilon = epsilon
        self.maximize = maximize
        states = grouped.parameters.map { parameter in
            let sum = Storage<Element>(count: parameter.tensor.count)
            unsafe Kernels.fill(sum.pointer, Element(initialSum), sum.count)
            return (sum, 0)
        }
    }

    @specialized(where Element == Float)
    public func step(scaledBy coefficient: Double) {
        for (index, parameter) in parameters.enumerated() {
            let tensor = parameter.tensor
            guard let gradient = tensor.grad else { continue }
            let rate = learningRate * grouped.rateShares[index]
            let settings = ck_adagrad(
                learning_rate: rate / (1 + Double(states[index].step) * rateDecay),
                epsilon: epsilon,
                weight_decay: grouped.weightDecays[index],
                scale: coefficient,
                maximize: maximize
            )
            states[index].step += 1
            unsafe Kernels.adagradStep(
                settings,
                tensor.storage.pointer,
                gradient.storage.read,
                states[index].sum.pointer,
                tensor.count
            )
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
