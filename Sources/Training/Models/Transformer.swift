/// The shape of a `GPT`: nanoGPT's transformer.
///
/// Tokens [N, T] → [N · T, vocabulary], T up to `context`.
public struct Transformer: Architecture {
    /// Different tokens.
    public let vocabulary: Int
    /// The longest sequence, in tokens.
    public let context: Int
    /// Blocks, 1 or more.
    public let layers: Int
    /// Attention heads, a divisor of the width.
    public let heads: Int
    /// Numbers per token.
    public let width: Int
    /// Whether linear layers and norms have biases.
    public let bias: Bool
    /// The dropout probability.
    public let dropout: Double

    /// - Parameters: as those of `GPT`.
    public init(
        vocabulary: Int,
        context: Int,
        layers: Int,
        heads: Int,
        width: Int,
        bias: Bool = true,
        dropout: Double = 0
    ) {
        (self.vocabulary, self.context, self.layers, self.heads) = (vocabulary, context, layers, heads)
        (self.width, self.bias, self.dropout) = (width, bias, dropout)
    }

    public func make<Element: Scalar>(using generator: inout RandomGenerator) -> any Model<Element> {
        GPT(
            vocabulary: vocabulary,
            context: context,
            layers: layers,
            heads: heads,
            width: width,
            bias: bias,
            dropout: dropout,
            using: &generator
        )
    }

    public var size: ModelSize {
        let (width, places) = (Double(width), Double(context))
        let shares = Double(heads) * places * places
        var size = ModelSize(parameters: (Double(vocabulary) + places) * width)
        func norm() {
            size.parameters += bias ? 2 * width : width
            size.addOperation(places * width, places * width, keeps: 2 * places)
        }
        func linear(_ inputs: Double, _ outputs: Double) {
            size.addLinear(inputs, outputs, places: places, bias: bias)
        }
        /// What went in, and a dropout's mask and result, behind the end of a sum.
        func addition() {
            size.addOperation(places * width, places * width, keeps: dropout > 0 ? 2 * places * width : 0)
        }
        size.addOperation(0, places * width, keeps: 2 * places * width)
        for _ in 0..<layers {
            norm()
            linear(width, 3 * width)
            size.addOperation(3 * places * width, places * width, keeps: dropout > 0 ? 3 * shares : shares)
            linear(width, width)
            addition()
            norm()
            linear(width, 4 * width)
            size.addOperation(4 * places * width, 4 * places * width)
            linear(4 * width, width)
            addition()
        }
        norm()
        size.addOperation(places * width, places * Double(vocabulary))
        return size
    }
}
