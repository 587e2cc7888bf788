import CKernels

/// Layers of gated recurrent units, time-major (Cho et al., 2014). `torch.nn.GRU` with `batch_first=False`.
///
/// r, z = σ(W·x + b + U·h + b′) and n = tanh(W·x + b + r·(U·h + b′)), each with its rows of the weights in the order
/// r, z, n: the reset gate acts after the product. h ← (1 − z)·n + z·h.
public struct GRU<Element: Scalar>: RecurrentLayer {
    /// The layers, each fed with the outputs of the one before.
    public let layers: [RecurrentWeights<Element>]
    public let cell = RecurrentCell<Element>.gru()

    /// Layers with PyTorch's default start: everything uniform in ±1/√hidden.
    ///
    /// - Parameters:
    ///   - inputs: numbers per step.
    ///   - hidden: units of each layer.
    ///   - layers: 1 or more.
    ///   - bias: whether there are biases.
    ///   - generator: draws the initial weights.
    public init(
        in inputs: Int,
        hidden: Int,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        self.layers = cell.makeLayers(inputs, hidden, layers: layers, bias: bias, using: &generator)
    }

    /// Layers with these weights, 1 or more.
    public init(weights layers: [RecurrentWeights<Element>]) { self.layers = cell.checked(layers) }

    /// The last layer's outputs [T, B, hidden], and the last hidden state of every layer [layers, B, hidden].
    ///
    /// - Parameters:
    ///   - input: [T, B, inputs].
    ///   - hidden: the states before the first step, [layers, B, hidden]; zeros when nil.
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        let (outputs, states) = self(input, states: hidden.map { [$0] } ?? [])
        return (outputs, states[0])
    }
}

extension RecurrentCell {
    @specialized(where Element == Float)
    fileprivate static func gru() -> RecurrentCell {
        RecurrentCell(name: "GRU", operation: "GRU", gates: 3, layout: .apart) { step in
            let (type, batch, hidden) = (Element.kernelType, step.examples, step.hidden)
            unsafe ck_gru_step(type, step.gates, step.recurrent, step.before, step.output, batch, hidden)
        } stepGradient: { step, gradient in
            let (type, gates, recurrent) = unsafe (Element.kernelType, step.gates, step.recurrent)
            let (dh, batch, hidden) = unsafe (gradient.output, step.examples, step.hidden)
            let (dGates, dRecurrent) = unsafe (gradient.gates, gradient.recurrent)
            unsafe ck_gru_step_gradient(type, gates, recurrent, step.before, dh, dGates, dRecurrent, batch, hidden)
        }
    }
}
