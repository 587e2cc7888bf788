/// Recurrent layers that read tokens and say after each which comes next.
///
/// Tokens [batch, time] → logits [batch · time, vocabulary]. A token goes in as its row of a table, or as a vector that is 1
/// at its place. Parameters are "embedding.weight" where there is a table, those of the layers under "rnn", "lstm" or "gru",
/// "output.weight" and "output.bias".
public final class TokenRecurrence<Element: Scalar>: Model {
    /// Different tokens.
    public let vocabulary: Int
    /// [vocabulary, in]; nil for vectors that are 1 at one place.
    public let embedding: Embedding<Element>?
    /// What carries a state from token to token.
    public let layers: RecurrentLayer<Element>
    /// [vocabulary, hidden].
    public let output: Linear<Element>
    /// Rows of a training batch where a batch that continues the one before starts from the state at its end; no gradient
    /// goes back through it. Nil where no state is carried.
    public let lanes: Int?

    /// Whether a batch is one of training, whose state the next one continues; true at the start.
    public private(set) var isTraining = true
    /// After the last batch of training: the hidden state, and an LSTM's cell state.
    private var trained: [Tensor<Element>] = []
    /// After the last batch in use.
    private var used: [Tensor<Element>] = []

    /// - Parameters:
    ///   - vocabulary: number of different tokens.
    ///   - embedding: of `vocabulary` rows; nil for vectors that are 1 at one place.
    ///   - layers: fed with the rows of the embedding, or with vectors of `vocabulary` numbers.
    ///   - output: turns the last layer's outputs into logits.
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
        trained.indices.map { place in
            NamedBuffer(
                ["hidden", "cell"][place],
                isInStateDict: false,
                read: { [self] in .storage(trained[place].storage, shape: savedShape(of: place)) },
                write: { [self] (array, name) throws(StateError) in
                    let array = try array.required(name, Element.savedKind, shape: savedShape(of: place))
                    // A new tensor: the one that is there may be part of a graph.
                    let tensor = Tensor<Element>.zeros(trained[place].shape)
                    array.fill(tensor.storage)
                    trained[place] = tensor
                }
            )
        }
    }

    /// Files hold the state of a single plain layer without an axis of layers.
    private func savedShape(of place: Int) -> [Int] {
        let shape = trained[place].shape
        return layers is RNN<Element> && shape[0] == 1 ? Array(shape.dropFirst()) : shape
    }

    public func train(_ isTraining: Bool) { self.isTraining = isTraining }

    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> {
        guard batch.shape.count == 2 else {
            shapeError("TokenRecurrence", batch.shape, "expected tokens [batch, time]")
        }
        let (rows, time) = (batch.shape[0], batch.shape[1])
        // Layers read time-major, and the batch lies row by row.
        let tokens =
            rows == 1 ? batch.tokens : (0..<time * rows).map { batch.tokens[$0 % rows * time + $0 / rows] }
        let input = vectors(tokens).reshape([time, rows, -1])
        let logits = output(recur(input, continues: batch.continues)).reshape([time * rows, vocabulary])
        guard rows > 1 else { return logits }
        return logits.rows((0..<time * rows).map { $0 % time * rows + $0 / time })
    }

    /// What goes into the layers for these tokens, one row for each.
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
