/// Recurrent layers that read tokens and say after each which comes next.
///
/// Tokens [batch, time] → logits [batch · time, vocabulary]. A token goes in as its row of a table, or as a vector that is 1
/// at its place. Parameters are "embedding.weight" where there is a table, those of the layers under "rnn", "lstm" or "gru",
/// "output.weight" and "output.bias".
public final class TokenRecurrence<Element: Scalar>: Model {
    /// The layers that carry a state from token to token.
    public enum Layers {
        case rnn(RNN<Element>)
        case lstm(LSTM<Element>)
        case gru(GRU<Element>)
    }

    /// Different tokens.
    public let vocabulary: Int
    /// [vocabulary, in]; nil for vectors that are 1 at one place.
    public let embedding: Embedding<Element>?
    public let layers: Layers
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
    ///   - embedding: of `vocabulary` rows; nil for vectors that are 1 at one place.
    ///   - layers: fed with the rows of the embedding, or with vectors of `vocabulary` numbers.
    ///   - lanes: rows of a training batch, for a state to be carried from batch to batch; nil for none.
    public init(
        vocabulary: Int,
        embedding: Embedding<Element>?,
        layers: Layers,
        output: Linear<Element>,
        lanes: Int? = nil
    ) {
        self.vocabulary = vocabulary
        self.embedding = embedding
        self.layers = layers
        self.output = output
        self.lanes = lanes
        if let lanes { trained = stateShapes(lanes).map { .zeros($0) } }
    }

    /// Of the states that the layers carry.
    private func stateShapes(_ rows: Int) -> [[Int]] {
        switch layers {
        // One layer's state lies without an axis of layers.
        case .rnn(let rnn): [(rnn.above.isEmpty ? [] : [rnn.above.count + 1]) + [rows, rnn.recurrentWeight.shape[1]]]
        case .gru(let gru): [[gru.layers.count, rows, gru.layers[0].hidden]]
        case .lstm(let lstm): Array(repeating: [lstm.layers.count, rows, lstm.layers[0].hidden], count: 2)
        }
    }

    public var parameters: [NamedParameter<Element>] {
        func named(_ name: String, _ parameters: [NamedParameter<Element>]) -> [NamedParameter<Element>] {
            parameters.map { NamedParameter("\(name).\($0.name)", $0.tensor) }
        }
        let recurrent =
            switch layers {
            case .rnn(let rnn): named("rnn", rnn.parameters)
            case .lstm(let lstm): named("lstm", lstm.parameters)
            case .gru(let gru): named("gru", gru.parameters)
            }
        return named("embedding", embedding?.parameters ?? []) + recurrent + named("output", output.parameters)
    }

    /// The states that training goes on from.
    public var buffers: [NamedBuffer] {
        trained.indices.map { place in
            NamedBuffer(
                ["hidden", "cell"][place],
                isInStateDict: false,
                read: { [self] in .tensor(trained[place]) },
                write: { [self] (array, name) throws(StateError) in
                    let array = try array.required(name, Element.savedKind, shape: trained[place].shape)
                    // A new tensor: the one that is there may be part of a graph.
                    let tensor = Tensor<Element>.zeros(array.shape)
                    array.fill(tensor.storage)
                    trained[place] = tensor
                }
            )
        }
    }

    public func train(_ isTraining: Bool) { self.isTraining = isTraining }

    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> {
        guard batch.shape.count == 2 else {
            shapeFailure("TokenRecurrence", batch.shape, "expected tokens [batch, time]")
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
        return Tensor(shape: [tokens.count, vocabulary]) { values in
            values.update(repeating: 0)
            for (row, token) in tokens.enumerated() {
                guard (0..<vocabulary).contains(token) else {
                    shapeFailure("TokenRecurrence", [tokens.count, vocabulary], "there is no token \(token)")
                }
                values[row * vocabulary + token] = 1
            }
        }
    }

    private func recur(_ input: Tensor<Element>, continues: Bool) -> Tensor<Element> {
        guard lanes != nil else {
            switch layers {
            case .rnn(let rnn): return rnn(input)
            case .lstm(let lstm): return lstm(input)
            case .gru(let gru): return gru(input)
            }
        }
        let before = !continues ? [] : isTraining ? trained : used
        let (outputs, after): (Tensor<Element>, [Tensor<Element>])
        switch layers {
        case .rnn(let rnn):
            let result = rnn(input, hidden: before.first)
            (outputs, after) = (result.outputs, [result.hidden])
        case .gru(let gru):
            let result = gru(input, hidden: before.first)
            (outputs, after) = (result.outputs, [result.hidden])
        case .lstm(let lstm):
            let result = lstm(input, state: before.count == 2 ? (before[0], before[1]) : nil)
            (outputs, after) = (result.outputs, [result.state.hidden, result.state.cell])
        }
        let kept = after.map { $0.detach() }
        if isTraining { trained = kept } else { used = kept }
        return outputs
    }
}
