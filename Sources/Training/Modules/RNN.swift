import CKernels

/// A plain recurrent layer, time-major: h_t = f(W_ih·x_t + b_ih + W_hh·h_{t−1} + b_hh), f tanh or ReLU; or several, each
/// fed with the outputs of the one before. `torch.nn.RNN` with `batch_first=False`.
public struct RNN<Element: Scalar>: Module {
    /// The function a unit puts on its sum.
    public enum Activation: String, CaseIterable, Sendable {
        case tanh, relu
    }

    /// What a unit puts on its sum.
    public let activation: Activation
    /// [hidden, in].
    public let inputWeight: Tensor<Element>
    /// [hidden, hidden].
    public let recurrentWeight: Tensor<Element>
    /// [hidden]; both biases are nil for a layer without.
    public let inputBias: Tensor<Element>?
    /// [hidden].
    public let recurrentBias: Tensor<Element>?
    /// The layers after this first one.
    public private(set) var above: [RNN] = []

    /// Layers with PyTorch's default start: everything uniform in ±1/√hidden.
    ///
    /// - Parameter layers: 1 or more.
    public init(
        _ inputs: Int,
        _ hidden: Int,
        activation: Activation = .tanh,
        layers: Int = 1,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        demand(layers > 0, "RNN: layers must be 1 or more, not \(layers)")
        self.activation = activation
        let bound = hidden > 0 ? 1 / Double(hidden).squareRoot() : 0
        func start(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor<Element> {
            let tensor = Tensor<Element>.zeros(shape, requiresGrad: true)
            Init.uniform(tensor, -bound, bound, using: &generator)
            return tensor
        }
        inputWeight = start([hidden, inputs], &generator)
        recurrentWeight = start([hidden, hidden], &generator)
        inputBias = bias ? start([hidden], &generator) : nil
        recurrentBias = bias ? start([hidden], &generator) : nil
        above = (1..<layers).map { _ in RNN(hidden, hidden, activation: activation, bias: bias, using: &generator) }
    }

    /// A layer of given weights; both biases, or none.
    public init(
        activation: Activation = .tanh,
        inputWeight: Tensor<Element>,
        recurrentWeight: Tensor<Element>,
        inputBias: Tensor<Element>? = nil,
        recurrentBias: Tensor<Element>? = nil
    ) {
        demand((inputBias == nil) == (recurrentBias == nil), "RNN: both biases are needed, or none")
        let hidden = recurrentWeight.shape.first ?? 0
        guard recurrentWeight.shape == [hidden, hidden], inputWeight.shape.count == 2, inputWeight.shape[0] == hidden
        else {
            shapeFailure(
                "RNN",
                inputWeight.shape,
                recurrentWeight.shape,
                "expected weights [hidden, in] and [hidden, hidden]"
            )
        }
        for bias in [inputBias, recurrentBias] {
            if let bias, bias.shape != [hidden] {
                shapeFailure("RNN", recurrentWeight.shape, bias.shape, "expected a bias [\(hidden)]")
            }
        }
        self.activation = activation
        self.inputWeight = inputWeight
        self.recurrentWeight = recurrentWeight
        self.inputBias = inputBias
        self.recurrentBias = recurrentBias
    }

    /// weight_ih_l0, weight_hh_l0, and bias_ih_l0, bias_hh_l0 where there are biases; then those of the next layers.
    public var parameters: [NamedParameter<Element>] {
        ([self] + above).enumerated().flatMap { place, layer in
            let all = [
                ("weight_ih", layer.inputWeight), ("weight_hh", layer.recurrentWeight), ("bias_ih", layer.inputBias),
                ("bias_hh", layer.recurrentBias),
            ]
            return all.compactMap { name, tensor in tensor.map { NamedParameter("\(name)_l\(place)", $0) } }
        }
    }

    /// The last layer's outputs of every time step: [T, B, in] → [T, B, hidden], starting from hidden states of zeros.
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        above.reduce(unroll(input, from: nil)) { $1.unroll($0, from: nil) }
    }

    /// The last layer's outputs of every time step [T, B, hidden], and the last hidden state: [B, hidden], or of each of
    /// several layers, [layers, B, hidden].
    ///
    /// - Parameter hidden: the state before the first step, of the shape of the last; zeros when nil.
    @specialized(where Element == Float)
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        guard !above.isEmpty else {
            let outputs = unroll(input, from: hidden)
            return (outputs, outputs.select(axis: 0, -1))
        }
        var outputs = input
        var last: [Tensor<Element>] = []
        for (place, layer) in ([self] + above).enumerated() {
            outputs = layer.unroll(outputs, from: hidden?.select(place))
            last.append(outputs.select(-1))
        }
        return (outputs, Tensor.stack(last))
    }
}
