import CKernels

/// Layers of gated recurrent units, time-major (Cho et al., 2014). `torch.nn.GRU` with `batch_first=False`.
///
/// r, z = σ(W·x + b + U·h + b′) and n = tanh(W·x + b + r·(U·h + b′)), each with its rows of the weights in the order
/// r, z, n: the reset gate acts after the product. h ← (1 − z)·n + z·h.
public final class GRU<Element: Scalar>: HiddenStateLayer<Element> {
    /// Layers with PyTorch's default initialization: everything uniform in ±1/√hidden.
    ///
    /// - Parameters:
    ///   - inputs: numbers per step.
    ///   - hidden: units of each layer.
    ///   - layers: 1 or more.
    ///   - bias: whether the layers have biases.
    ///   - generator: draws the initial weights.
    public init(
        in inputs: Int,
        hidden: Int,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        super.init(.gru(), inputs, hidden, layers: layers, bias: bias, using: &generator)
    }

    /// Layers with these weights, 1 or more.
    public init(weights layers: [RecurrentWeights<Element>]) { super.init(.gru(), weights: layers) }
}

extension RecurrentCell {
    @specialized(where Element == Float)
    fileprivate static func gru() -> RecurrentCell {
        RecurrentCell(name: "GRU", operation: "GRU", gates: 3, layout: .separate) { step in
            let (type, batch, hidden) = (Element.kernelType, step.examples, step.hidden)
            unsafe ck_gru_step(type, step.gates, step.recurrent, step.before.hidden, step.after.hidden, batch, hidden)
        } stepGradient: { step, gradient in
            let (type, gates, recurrent) = unsafe (Element.kernelType, step.gates, step.recurrent)
            let (dh, batch, hidden) = unsafe (gradient.output, step.examples, step.hidden)
            let (dGates, dRecurrent) = unsafe (gradient.gates, gradient.recurrent)
            unsafe ck_gru_step_gradient(
                type,
                gates,
                recurrent,
                step.before.hidden,
                dh,
                dGates,
                dRecurrent,
                batch,
                hidden
            )
        }
    }
}
