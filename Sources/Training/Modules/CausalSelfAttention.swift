/// Each position of a sequence attends to itself and to earlier positions, with several heads (Vaswani et al., 2017).
/// [batch, time, width] → the same. `torch.nn.MultiheadAttention` with `batch_first=True` and a causal mask.
public struct CausalSelfAttention<Element: Scalar>: Module {
    /// The number of heads; each has an equal part of the width.
    public let heads: Int
    /// [3 · width, width]: the rows of queries, keys and values.
    public let inputWeight: Tensor<Element>
    /// [3 · width]; nil for a layer without biases.
    public let inputBias: Tensor<Element>?
    /// The projection of the joined heads.
    public let output: Linear<Element>
    /// Dropout on the attention weights; nil for none.
    public let dropout: Dropout<Element>?

    /// A layer with PyTorch's default initialization: the input weight by Xavier, biases 0.
    ///
    /// - Parameters:
    ///   - width: numbers per token.
    ///   - heads: a divisor of the width.
    ///   - bias: whether the linear layers have biases.
    ///   - generator: draws the initial weights.
    public init(width: Int, heads: Int, bias: Bool = true, using generator: inout RandomGenerator) {
        let weight = Tensor<Element>.zeros([3 * width, width], requiresGrad: true)
        Init.xavierUniform(weight, using: &generator)
        let output = Linear<Element>(in: width, out: width, bias: bias, using: &generator)
        if let bias = output.bias { Init.constant(bias, 0) }
        self.init(
            heads: heads,
            inputWeight: weight,
            inputBias: bias ? .zeros([3 * width], requiresGrad: true) : nil,
            output: output
        )
    }

    /// A layer with given weights.
    public init(
        heads: Int,
        inputWeight: Tensor<Element>,
        inputBias: Tensor<Element>?,
        output: Linear<Element>,
        dropout: Dropout<Element>? = nil
    ) {
        self.heads = heads
        self.inputWeight = inputWeight
        self.inputBias = inputBias
        self.output = output
        self.dropout = dropout
    }

    /// in_proj_weight, in_proj_bias, out_proj.weight and out_proj.bias; the biases if it has any.
    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("in_proj_weight", inputWeight)]
            + (inputBias.map { [NamedParameter("in_proj_bias", $0)] } ?? [])
            + output.parameters.map { NamedParameter("out_proj.\($0.name)", $0.tensor) }
    }

    /// The dropout, if any.
    public var children: [(name: String, module: any Module<Element>)] { dropout.map { [("dropout", $0)] } ?? [] }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let joined = input.linear(weight: inputWeight, bias: inputBias)
        let mask = dropout?.mask([joined.shape[0], heads, joined.shape[1], joined.shape[1]])
        return output(joined.causalAttention(heads: heads, mask: mask))
    }
}
