import CKernels

/// A plain recurrent layer, time-major: h_t = f(W_ih·x_t + b_ih + W_hh·h_{t−1} + b_hh), f tanh or ReLU.
/// `torch.nn.RNN` with one layer and `batch_first=False`.
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

    /// A layer with PyTorch's default start: everything uniform in ±1/√hidden.
    public init(
        _ inputs: Int,
        _ hidden: Int,
        activation: Activation = .tanh,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
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
    }

    /// A layer of given weights; both biases, or none.
    public init(
        activation: Activation = .tanh,
        inputWeight: Tensor<Element>,
        recurrentWeight: Tensor<Element>,
        inputBias: Tensor<Element>? = nil,
        recurrentBias: Tensor<Element>? = nil
    ) {
        precondition((inputBias == nil) == (recurrentBias == nil), "RNN: both biases are needed, or none")
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

    /// weight_ih_l0, weight_hh_l0, and bias_ih_l0, bias_hh_l0 where there are biases.
    public var parameters: [NamedParameter<Element>] {
        let all = [
            ("weight_ih_l0", inputWeight), ("weight_hh_l0", recurrentWeight), ("bias_ih_l0", inputBias),
            ("bias_hh_l0", recurrentBias),
        ]
        return all.compactMap { name, tensor in tensor.map { NamedParameter(name, $0) } }
    }

    /// The outputs of every time step: [T, B, in] → [T, B, hidden], starting from a hidden state of zeros.
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { unroll(input, from: nil) }

    /// The outputs of every time step [T, B, hidden] and the last hidden state [B, hidden].
    ///
    /// - Parameter hidden: the state before the first step, [B, hidden]; zeros when nil.
    public func callAsFunction(
        _ input: Tensor<Element>,
        hidden: Tensor<Element>?
    ) -> (outputs: Tensor<Element>, hidden: Tensor<Element>) {
        let outputs = unroll(input, from: hidden)
        return (outputs, outputs.select(axis: 0, -1))
    }
}
