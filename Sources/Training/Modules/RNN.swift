import CKernels

/// Plain recurrent layers, time-major: h_t = f(W_ih·x_t + b_ih + W_hh·h_{t−1} + b_hh), f tanh or ReLU. `torch.nn.RNN` with
/// `batch_first=False`.
public struct RNN<Element: Scalar>: RecurrentLayer {
    /// The function a unit puts on its sum.
    public enum Activation: String, CaseIterable, Sendable {
        case tanh, relu
    }

    /// What a unit puts on its sum.
    public let activation: Activation
    /// The layers, each fed with the outputs of the one before.
    public let layers: [RecurrentWeights<Element>]
    public let cell: RecurrentCell<Element>

    /// Layers with PyTorch's default start: everything uniform in ±1/√hidden.
    ///
    /// - Parameters:
    ///   - inputs: numbers per step.
    ///   - hidden: units of each layer.
    ///   - activation: of the units.
    ///   - layers: 1 or more.
    ///   - bias: whether there are biases.
    ///   - generator: draws the initial weights.
    public init(
        in inputs: Int,
        hidden: Int,
        activation: Activation = .tanh,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        (self.activation, cell) = (activation, .rnn(activation))
        self.layers = cell.makeLayers(inputs, hidden, layers: layers, bias: bias, using: &generator)
    }

    /// Layers with these weights, 1 or more.
    public init(weights layers: [RecurrentWeights<Element>], activation: Activation = .tanh) {
        (self.activation, cell) = (activation, .rnn(activation))
        self.layers = cell.checked(layers)
    }

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
    fileprivate static func rnn(_ activation: RNN<Element>.Activation) -> RecurrentCell {
        let function = activation == .tanh ? CK_TANH : CK_RELU
        return RecurrentCell(
            name: "RNN",
            operation: activation == .tanh ? "RNN" : "RNN relu",
            gates: 1,
            layout: .outputs
        ) { step in
            unsafe Kernels.map(function, UnsafePointer(step.gates), step.output, 0, step.examples * step.hidden)
        } stepGradient: { step, gradient in
            let output = unsafe UnsafePointer(step.output)
            let (dOutput, count) = unsafe (UnsafePointer(gradient.output), step.examples * step.hidden)
            unsafe Kernels.mapGradient(function, output, output, dOutput, gradient.gates, 0, count, false)
        }
    }
}
