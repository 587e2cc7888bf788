import Telemetry

/// Something that changes parameters along their gradients. `torch.optim.Optimizer`.
public protocol Optimizer<Element>: AnyObject, Resumable {
    associatedtype Element: Scalar

    /// What is updated, in order.
    var parameters: [NamedParameter<Element>] { get }

    /// The step size of the next step; an operator or a schedule may change it between two steps. Groups with rates
    /// of their own change in proportion.
    var learningRate: Double { get set }

    /// Whether the size of an update hardly depends on the scale of the gradient, as where that is divided by a mean of its
    /// own past, so that clipping does little to it.
    var isScaleInvariant: Bool { get }

    /// One update. A parameter whose gradient is nil is left out wholly: no decay, no momentum, no step counted.
    /// A gradient of zeros is a full step. NaN in a gradient reaches the parameter, and any momentum, for good.
    ///
    /// - Parameter coefficient: what every gradient is multiplied by as it is read, bit for bit as if it had been
    ///   scaled before; the gradients stay as they are. The clip coefficient, where `clipGradients` leaves scaling to the optimizer.
    func step(scaledBy coefficient: Double)

    /// Goes on from a state: the rate, the momentum and what is kept of each parameter, "0.exp_avg" of the first, under
    /// the names that torch's `state_dict` has.
    func restore(_ state: SavedState) throws(StateError)
}

/// An optimizer whose momentum a schedule may change between two steps.
public protocol MomentumOptimizer<Element>: Optimizer {
    /// The share of the past that stays at each step: SGD's and RMSprop's momentum, Adam's first beta. From 0 up to
    /// but not 1.
    var momentum: Double { get set }
}

extension Optimizer {
    /// One update along the gradients as they are.
    public func step() { step(scaledBy: 1) }

    /// Forgets the gradients before a new backward pass: to nil as PyTorch does by default, or to zeros.
    public func zeroGrad(setToNil: Bool = true) {
        forgetGradients(of: parameters, setToNil)
    }
}

@specialized(where Element == Float)
private func forgetGradients<Element: Scalar>(of parameters: [NamedParameter<Element>], _ setToNil: Bool) {
    for parameter in parameters {
        if setToNil {
            parameter.tensor.grad = nil
        } else if let grad = parameter.tensor.grad {
            Kernels.fill(grad.storage.pointer, 0, grad.count)
        }
    }
}

/// A setting that an optimizer cannot be made with.
public enum OptimizerError: Error, Equatable, CustomStringConvertible {
    /// The setting is negative, NaN, or outside its range.
    case outOfRange(setting: String, value: Double, range: String)
    /// Nesterov's momentum needs a momentum above 0 and no dampening.
    case nesterovNeedsMomentum
    /// A parameter may be in one group only.
    case inTwoGroups(parameter: String)

    public var description: String {
        switch self {
        case .outOfRange(let setting, let value, let range): "\(setting) must be \(range) (got \(value))"
        case .nesterovNeedsMomentum: "nesterov needs a momentum above 0 and a dampening of 0"
        case .inTwoGroups(let parameter): "\(parameter) is in two parameter groups, and may be in one only"
        }
    }
}

func requireNotNegative(_ setting: String, _ value: Double) throws(OptimizerError) {
    guard value >= 0 else { throw .outOfRange(setting: setting, value: value, range: "0 or more") }
}

func requireLearningRate(_ value: Double) throws(OptimizerError) {
    try requireNotNegative("learning rate", value)
    guard NumberRange.learningRate.contains(value) else {
        throw .outOfRange(setting: "learning rate", value: value, range: "finite")
    }
}

func requireShare(_ setting: String, _ value: Double) throws(OptimizerError) {
    guard value >= 0, value < 1 else {
        throw .outOfRange(setting: setting, value: value, range: "from 0 up to but not 1")
    }
}
