import CKernels

/// Layers of long short-term memory, time-major (Hochreiter and Schmidhuber, 1997). `torch.nn.LSTM` with
/// `batch_first=False`.
///
/// i, f, o = σ(W·x + b + U·h + b′) and g = tanh(W·x + b + U·h + b′), each with its rows of the weights in the order
/// i, f, g, o; c ← f·c + i·g; h ← o·tanh c.
public final class LSTM<Element: Scalar>: RecurrentLayer<Element> {
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
        super.init(.lstm(), inputs, hidden, layers: layers, bias: bias, using: &generator)
    }

    /// Layers with these weights, 1 or more.
    public init(weights layers: [RecurrentWeights<Element>]) { super.init(.lstm(), weights: layers) }

    /// The last layer's outputs [T, B, hidden], and the last hidden and cell states of every layer
    /// [layers, B, hidden].
    ///
    /// - Parameters:
    ///   - input: [T, B, inputs].
    ///   - state: hidden and cell before the first step, [layers, B, hidden] each; zeros when nil.
    public func callAsFunction(
        _ input: Tensor<Element>,
        state: (hidden: Tensor<Element>, cell: Tensor<Element>)?
    ) -> (outputs: Tensor<Element>, state: (hidden: Tensor<Element>, cell: Tensor<Element>)) {
        let (outputs, states) = self(input, states: state.map { [$0.hidden, $0.cell] } ?? [])
        return (outputs, (states[0], states[1]))
    }
}

extension RecurrentCell {
    @specialized(where Element == Float)
    fileprivate static func lstm() -> RecurrentCell {
        RecurrentCell(name: "LSTM", operation: "LSTM", gates: 4, layout: .cellState) { step in
            let (type, batch, hidden) = (Element.kernelType, step.examples, step.hidden)
            unsafe ck_lstm_step(type, step.gates, step.before.cell, step.after.cell!, step.after.hidden, batch, hidden)
        } stepGradient: { step, gradient in
            let (type, before, dCell) = unsafe (Element.kernelType, step.before.cell, gradient.cell!)
            let (dh, batch, hidden) = unsafe (gradient.output, step.examples, step.hidden)
            unsafe ck_lstm_step_gradient(
                type,
                step.gates,
                before,
                step.after.cell!,
                dh,
                dCell,
                gradient.gates,
                batch,
                hidden
            )
        }
    }
}
