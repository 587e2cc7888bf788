/// The small GPT of nanoGPT (Karpathy): learned position embeddings, blocks of attention and of two linear layers with a
/// GELU between them, each after a LayerNorm and with residual connections; the head's weight is the token embedding.
///
/// Tokens [batch, time] → logits [batch · time, vocabulary] for the token after each. Parameters have nanoGPT's names and
/// shapes, transformer.wte.weight to transformer.ln_f.weight, and its order; the shared weight is counted once.
public struct GPT<Element: Scalar>: Model {
    /// Different tokens.
    public let vocabulary: Int
    /// The longest sequence, in tokens. nanoGPT's `block_size`.
    public let context: Int

    /// The token embedding and the head's weight, [vocabulary, width].
    let tokenTable: Tensor<Element>
    /// The position embedding, [context, width].
    let positionTable: Tensor<Element>
    let blocks: [GPTBlock<Element>]
    let norm: LayerNorm<Element>
    let dropout: Dropout<Element>

    /// A model with nanoGPT's initialization: weights normal with deviation 0.02, those before a residual sum with
    /// 0.02/√(2 · layers); biases 0.
    ///
    /// - Parameters:
    ///   - vocabulary: number of different tokens.
    ///   - context: the longest sequence, in tokens.
    ///   - layers: the number of blocks, 1 or more.
    ///   - heads: a divisor of the width.
    ///   - width: numbers per token.
    ///   - bias: whether linear layers and norms have biases.
    ///   - dropout: the dropout probability after the embeddings, on attention weights, and before a residual sum.
    ///   - generator: draws the initial weights.
    public init(
        vocabulary: Int,
        context: Int,
        layers: Int,
        heads: Int,
        width: Int,
        bias: Bool = true,
        dropout: Double = 0,
        using generator: inout RandomGenerator
    ) {
        require(heads >= 1 && width % heads == 0, "GPT: width \(width) does not divide into \(heads) heads")
        self.vocabulary = vocabulary
        self.context = context
        func start(_ shape: [Int], _ deviation: Double = 0.02) -> Tensor<Element> {
            let tensor = Tensor<Element>.zeros(shape, requiresGrad: true)
            Init.normal(tensor, deviation: deviation, using: &generator)
            return tensor
        }
        func linear(_ inputs: Int, _ outputs: Int, _ deviation: Double = 0.02) -> Linear<Element> {
            Linear(
                weight: start([outputs, inputs], deviation),
                bias: bias ? .zeros([outputs], requiresGrad: true) : nil
            )
        }
        let last = 0.02 / Double(2 * layers).squareRoot()
        tokenTable = start([vocabulary, width])
        positionTable = start([context, width])
        blocks = (0..<layers).map { index in
            let joined = linear(width, 3 * width)
            return GPTBlock(
                attentionNorm: LayerNorm(width: width, bias: bias),
                attention: CausalSelfAttention(
                    heads: heads,
                    inputWeight: joined.weight,
                    inputBias: joined.bias,
                    output: linear(width, width, last),
                    dropout: Dropout(probability: dropout, using: generator.stream("dropout of shares \(index)"))
                ),
                attentionDropout: Dropout(
                    probability: dropout,
                    using: generator.stream("dropout of attention \(index)")
                ),
                norm: LayerNorm(width: width, bias: bias),
                wide: linear(width, 4 * width),
                narrow: linear(4 * width, width, last),
                dropout: Dropout(probability: dropout, using: generator.stream("dropout \(index)"))
            )
        }
        norm = LayerNorm(width: width, bias: bias)
        self.dropout = Dropout(probability: dropout, using: generator.stream("dropout"))
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("transformer.wte.weight", tokenTable), NamedParameter("transformer.wpe.weight", positionTable)]
            + children.flatMap { child in
                child.module.parameters.map { NamedParameter("\(child.name).\($0.name)", $0.tensor) }
            }
    }

    /// The head's weight is the token embedding.
    public var ties: [(name: String, first: String)] { [("lm_head.weight", "transformer.wte.weight")] }

    /// Dropout, blocks and the last norm.
    public var children: [(name: String, module: any Module<Element>)] {
        [("transformer.drop", dropout)] + blocks.enumerated().map { ("transformer.h.\($0)", $1) }
            + [("transformer.ln_f", norm)]
    }

    /// The logits for a batch of tokens.
    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> {
        guard batch.shape.count == 2 else { shapeError("GPT", batch.shape, "expected tokens [batch, time]") }
        return self(batch.tokens, time: batch.shape[1])
    }

    /// The logits [batch · time, vocabulary] for rows of `time` tokens, one row after another.
    public func callAsFunction(_ tokens: [Int], time: Int) -> Tensor<Element> {
        guard time > 0, time <= context, tokens.count % time == 0 else {
            shapeError("GPT", [tokens.count], [context], "\(time) tokens in a row do not fit")
        }
        let width = tokenTable.shape[1]
        let looked = tokenTable.rows(tokens).reshape([tokens.count / time, time, width])
        let positions = time == context ? positionTable : positionTable.slice(0..<time)
        let x = blocks.reduce(dropout(looked + positions)) { $1($0) }
        return norm(x).linear(weight: tokenTable).reshape([tokens.count, vocabulary])
    }
}
