import Telemetry

/// Updates parameters along their gradients. `torch.optim.Optimizer`.
public protocol Optimizer<Element>: AnyObject, Resumable {
    associatedtype Element: Scalar

    /// The updated parameters, in order.
    var parameters: [NamedParameter<Element>] { get }

    /// The step size of the next step; an operator or a schedule may change it between two steps. Groups with rates
    /// of their own change in proportion.
    var learningRate: Double { get set }

    /// Whether the size of an update hardly depends on the scale of the gradient, as where the gradient is divided by a mean
    /// of its own past, so that clipping has little effect.
    var isScaleInvariant: Bool { get }

    /// One update. A parameter whose gradient is nil is skipped: no decay, no momentum, no step counted.
    /// A gradient of zeros is a full step. NaN in a gradient reaches the parameter, and any momentum, for good.
    ///
    /// - Parameter coefficient: the factor of every gradient, such as the clip coefficient, bit for bit as if the gradients
    ///   had been scaled before; they are not changed.
    func step(scaledBy coefficient: Double)

    /// Resumes from a state: the rate, the momentum and the state of each parameter ("0.exp_avg" for the first), under the
    /// names of torch's `state_dict`.
    func restore(_ state: SavedState) throws(StateError)
}

extension Optimizer {
    /// One update along the gradients as they are.
    public func step() { step(scaledBy: 1) }

    /// Clears the gradients before a new backward pass: to nil, PyTorch's default, or to zeros.
    public func zeroGrad(setToNil: Bool = true) {
        clearGradients(of: parameters, setToNil)
    }
}

@specialized(where Element == Float)
private func clearGradients<Element: Scalar>(of parameters: [NamedParameter<Element>], _ setToNil: Bool) {
    for parameter in parameters {
        if setToNil {
            parameter.tensor.grad = nil
        } else if let grad = parameter.tensor.grad {
            unsafe Kernels.fill(grad.storage.pointer, 0, grad.count)
        }
    }
}
