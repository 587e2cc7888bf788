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

    /// One update. A parameter whose gradient is nil is skipped: no decay, no momentum, no step counted.
    /// A gradient of zeros is a full step. NaN in a gradient reaches the parameter, and any momentum, for good.
    ///
    /// - Parameter coefficient: the factor of every gradient, such as the clip coefficient, bit for bit as if the gradients
    ///   had been scaled before; they stay as they are.
    func step(scaledBy coefficient: Double)

    /// Goes on from a state: the rate, the momentum and what is kept of each parameter, "0.exp_avg" of the first, under
    /// the names that torch's `state_dict` has.
    func restore(_ state: SavedState) throws(StateError)
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
            unsafe Kernels.fill(grad.storage.pointer, 0, grad.count)
        }
    }
}
