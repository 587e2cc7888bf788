/// Recurrent layers that read tokens and predict the next token after each.
///
/// Tokens [batch, time] → logits [batch · time, vocabulary]. The input is each token's row of an embedding, or a one-hot
/// vector. Parameters are "embedding.weight" if it has an embedding, those of the layers under "rnn", "lstm" or "gru",
/// "output.weight" and "output.bias".
public final class TokenRecurrence<Element: Scalar>: Model {
    /// The number of different tokens.
    public let vocabulary: Int
    /// The embedding [vocabulary, in]; nil for one-hot vectors.
    public let embedding: Embedding<Element>?
    /// The layers, whose state continues from token to token.
    public let layers: RecurrentLayer<Element>
    /// The projection to logits, [vocabulary, hidden].
    public let output: Linear<Element>
    /// Rows of a training batch, where a batch that continues the previous one starts from its last state, without gradient.
    /// Nil where no state is carried.
    public let lanes: Int?

    /// Whether batches are for training and their state is carried separately; true at the start.
    public private(set) var isTraining = true
    /// The states after the last training batch: hidden, and an LSTM's cell.
    private var trained: [Tensor<Element>] = []
    /// The states after the last evaluation batch.
    private var used: [Tensor<Element>] = []

    /// - Parameters:
    ///   - vocabulary: number of different tokens.
    ///   - embedding: of `vocabulary` rows; nil for one-hot vectors.
    ///   - layers: for the rows of the embedding, or for one-hot vectors.
    ///   - output: projects the last layer's outputs to logits.
    ///   - lanes: rows of a training batch, for a state to be carried from batch to batch; nil for none.
    public init(
        vocabulary: Int,
        embedding: Embedding<Element>?,
        layers: RecurrentLayer<Element>,
        output: Linear<Element>,
        lanes: Int? = nil
    ) {
        (self.vocabulary, self.embedding) = (vocabulary, embedding)
        (self.layers, self.output, self.lanes) = (layers, output, lanes)
        if let lanes { trained = layers.stateShapes(batch: lanes).map { .zeros($0) } }
    }

    public var children: [(name: String, module: any Module<Element>)] {
        let embedded = embedding.map { [(name: "embedding", module: $0 as any Module<Element>)] } ?? []
        return embedded + [(layers.cell.name.lowercased(), layers), ("output", output)]
    }

    /// The states that training continues from.
    public var buffers: [NamedBuffer] {
        trained.indices.map { index in
            NamedBuffer(
                ["hidden", "cell"][index],
                isInStateDict: false,
                read: { [self] in .storage(trained[index].storage, shape: savedShape(of: index)) },
                write: { [self] (array, name) throws(StateError) in
                    let array = try array.required(name, Element.savedKind, shape: savedShape(of: index))
                    // A new tensor: the present one may be part of a graph.
                    let tensor = Tensor<Element>.zeros(trained[index].shape)
                    array.fill(tensor.storage)
                    trained[index] = tensor
                }
            )
        }
    }

    /// In files the state of a single RNN layer has no axis of layers.
    private func savedShape(of index: Int) -> [Int] {
        let shape = trained[index].shape
        return layers is RNN<Element> && shape[0] == 1 ? Array(shape.dropFirst()) : shape
    }

    public func train(_ isTraining: Bool) { self.isTraining = isTraining }

    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> {
        guard batch.shape.count == 2 else {
            shapeError("TokenRecurrence", batch.shape, "expected tokens [batch, time]")
        }
        let (rows, time) = (batch.shape[0], batch.shape[1])
        // Layers are time-major, the batch is not.
        let tokens =
            rows == 1 ? batch.tokens : (0..<time * rows).map { batch.tokens[$0 % rows * time + $0 / rows] }
        let input = vectors(tokens).reshape([time, rows, -1])
        let logits = output(recur(input, continues: batch.continues)).reshape([time * rows, vocabulary])
        guard rows > 1 else { return logits }
        return logits.rows((0..<time * rows).map { $0 % time * rows + $0 / time })
    }

    /// The layers' input for these tokens, one row for each.
    private func vectors(_ tokens: [Int]) -> Tensor<Element> {
        if let embedding { return embedding(tokens) }
        return unsafe Tensor(shape: [tokens.count, vocabulary]) { values in
            unsafe values.update(repeating: 0)
            for (row, token) in tokens.enumerated() {
                requireIndex(token, of: vocabulary, "token", "TokenRecurrence", [tokens.count, vocabulary])
                unsafe values[row * vocabulary + token] = 1
            }
        }
    }

    private func recur(_ input: Tensor<Element>, continues: Bool) -> Tensor<Element> {
        guard lanes != nil else { return layers(input) }
        let before = !continues ? [] : isTraining ? trained : used
        let (outputs, after) = layers(input, states: before)
        let kept = after.map { $0.detach() }
        if isTraining { trained = kept } else { used = kept }
        return outputs
    }
}
