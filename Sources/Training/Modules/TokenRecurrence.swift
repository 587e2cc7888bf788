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
    /// Whether a batch that continues the one before starts from the state at its end. No gradient goes back through it.
    public let carriesState: Bool

    private var isTraining = true
    /// After the last batch, in training and in use.
    private var (trained, used): (State, State) = (State(), State())

    private struct State {
        var hidden: Tensor<Element>?
        var cell: Tensor<Element>?
    }

    /// - Parameters:
    ///   - embedding: of `vocabulary` rows; nil for vectors that are 1 at one place.
    ///   - layers: fed with the rows of the embedding, or with vectors of `vocabulary` numbers.
    public init(
        vocabulary: Int,
        embedding: Embedding<Element>?,
        layers: Layers,
        output: Linear<Element>,
        carriesState: Bool
    ) {
        self.vocabulary = vocabulary
        self.embedding = embedding
        self.layers = layers
        self.output = output
        self.carriesState = carriesState
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
        guard carriesState else {
            switch layers {
            case .rnn(let rnn): return rnn(input)
            case .lstm(let lstm): return lstm(input)
            case .gru(let gru): return gru(input)
            }
        }
        let before = !continues ? State() : isTraining ? trained : used
        let outputs: Tensor<Element>
        var after = State()
        switch layers {
        case .rnn(let rnn): (outputs, after.hidden) = rnn(input, hidden: before.hidden)
        case .gru(let gru): (outputs, after.hidden) = gru(input, hidden: before.hidden)
        case .lstm(let lstm):
            var state: (hidden: Tensor<Element>, cell: Tensor<Element>)?
            if let hidden = before.hidden, let cell = before.cell { state = (hidden, cell) }
            let result = lstm(input, state: state)
            outputs = result.outputs
            after = State(hidden: result.state.hidden, cell: result.state.cell)
        }
        after = State(hidden: after.hidden?.detach(), cell: after.cell?.detach())
        if isTraining { trained = after } else { used = after }
        return outputs
    }
}
