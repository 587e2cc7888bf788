import CKernels

/// Plain recurrent layers, time-major: h_t = f(W_ih·x_t + b_ih + W_hh·h_{t−1} + b_hh), f tanh or ReLU. `torch.nn.RNN` with
/// `batch_first=False`.
public final class RNN<Element: Scalar>: HiddenStateLayer<Element> {
    /// A unit's activation function.
    public enum Activation: String, CaseIterable, Sendable {
        case tanh, relu
    }

    /// The activation function of the units.
    public let activation: Activation

    /// Layers with PyTorch's default initialization: everything uniform in ±1/√hidden.
    ///
    /// - Parameters:
    ///   - inputs: numbers per step.
    ///   - hidden: units of each layer.
    ///   - activation: of the units.
    ///   - layers: 1 or more.
    ///   - bias: whether the layers have biases.
    ///   - generator: draws the initial weights.
    public init(
        in inputs: Int,
        hidden: Int,
        activation: Activation = .tanh,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        self.activation = activation
        super.init(.rnn(activation), inputs, hidden, layers: layers, bias: bias, using: &generator)
    }

    /// Layers with these weights, 1 or more.
    public init(weights layers: [RecurrentWeights<Element>], activation: Activation = .tanh) {
        self.activation = activation
        super.init(.rnn(activation), weights: layers)
    }
}

extension RecurrentCell {
    @specialized(where Element == Float)
    fileprivate static func rnn(_ activation: RNN<Element>.Activation) -> RecurrentCell {
        let function = activation == .tanh ? CK_TANH : CK_RELU
        return RecurrentCell(
            name: "RNN",
            operation: activation == .tanh ? "RNN" : "RNN relu",
            gates: 1,
            layout: .outputs
        ) { step in
            unsafe Kernels.map(function, UnsafePointer(step.gates), step.after.hidden, 0, step.examples * step.hidden)
        } stepGradient: { step, gradient in
            let output = unsafe UnsafePointer(step.after.hidden)
            let (dOutput, count) = unsafe (UnsafePointer(gradient.output), step.examples * step.hidden)
            unsafe Kernels.mapGradient(function, output, output, dOutput, gradient.gates, 0, count, false)
        }
    }
}
