/// Recurrent layers whose last state, for sequences, or every state, for tokens, goes through a linear layer.
///
/// Sequences [T, N, features] → [N, outputs]; tokens [N, T] → [N · T, vocabulary].
public struct RecurrentNetwork: Architecture {
    /// The units of the layers; torch.nn's `mode`.
    public enum Unit: Sendable {
        /// `RNN` with this activation.
        case tanh, relu
        /// Units with gates.
        case lstm, gru

        /// Rows of the recurrent weights for each unit, and numbers of a unit that stay for the way back besides its output:
        /// its gates, and an LSTM's cell.
        fileprivate var counts: (gates: Double, kept: Double) {
            switch self {
            case .tanh, .relu: (1, 0)
            case .lstm: (4, 5)
            case .gru: (3, 4)
            }
        }
    }

    /// The sequences or tokens, and the outputs.
    public let task: ModelTask
    /// The units of the layers.
    public let unit: Unit
    /// Units of each layer.
    public let hidden: Int
    /// Recurrent layers, 1 or more.
    public let layers: Int
    /// Numbers that stand for a token; 0 is one-hot.
    public let embedding: Int
    /// How the weights begin.
    public let weights: InitialWeights

    /// - Parameters:
    ///   - task: the sequences or tokens, and the outputs.
    ///   - unit: of the layers.
    ///   - hidden: units of each layer.
    ///   - layers: 1 or more, each fed with what the one before gives.
    ///   - embedding: numbers that stand for a token; 0 is one-hot.
    ///   - weights: how they begin.
    public init(
        _ task: ModelTask,
        unit: Unit,
        hidden: Int,
        layers: Int = 1,
        embedding: Int = 0,
        weights: InitialWeights = InitialWeights()
    ) {
        (self.task, self.unit, self.hidden, self.layers) = (task, unit, hidden, layers)
        (self.embedding, self.weights) = (embedding, weights)
    }

    /// Numbers that the first layer gets at each place.
    private var inputCount: Int {
        switch task.inputs {
        case .rows(let features, _), .sequences(let features, _): features
        case .tokens(let vocabulary, _, _): embedding > 0 ? embedding : vocabulary
        }
    }

    public var size: ModelSize {
        let (hidden, outputs, places) = (Double(hidden), Double(task.outputs), Double(task.inputs.places))
        var (size, inputs) = (ModelSize(), Double(inputCount))
        if case .tokens(let vocabulary, _, _) = task.inputs, embedding > 0 {
            size.parameters = Double(vocabulary) * inputs
        }
        size.activations = places * inputs
        for _ in 0..<layers {
            size.parameters += unit.counts.gates * hidden * (inputs + hidden + 2)
            size.addOperation(places * inputs, places * hidden, keeps: places * hidden * unit.counts.kept)
            inputs = hidden
        }
        if case .tokens = task.inputs {
            size.addLinear(hidden, outputs, places: places)
            // The logits lie in another order for the layers than for the loss.
            size.addOperation(places * outputs, places * outputs)
        } else {
            size.addOperation(places * hidden, hidden)
            size.addLinear(hidden, outputs)
        }
        // The spectral radius is measured on squares of the weights, in Double.
        if weights.scheme == .smartTanh { size.initializationBytes = 5 * 8 * hidden * hidden }
        return size
    }

    public func make<Element: Scalar>(using generator: inout RandomGenerator) -> any Model<Element> {
        var table: Embedding<Element>?
        if case .tokens(let vocabulary, _, _) = task.inputs, embedding > 0 {
            table = Embedding(rows: vocabulary, columns: embedding, using: &generator)
        }
        let recurrent: RecurrentLayer<Element> = makeLayers(using: &generator)
        let output = Linear<Element>(in: hidden, out: task.outputs, using: &generator)
        weights.initialize(recurrent, output: output, using: &generator)
        let model = join(table, recurrent, output)
        weights.initialize(model, using: &generator)
        return model
    }

    private func makeLayers<Element: Scalar>(using generator: inout RandomGenerator) -> RecurrentLayer<Element> {
        switch unit {
        case .tanh: RNN(in: inputCount, hidden: hidden, activation: .tanh, layers: layers, using: &generator)
        case .relu: RNN(in: inputCount, hidden: hidden, activation: .relu, layers: layers, using: &generator)
        case .lstm: LSTM(in: inputCount, hidden: hidden, layers: layers, using: &generator)
        case .gru: GRU(in: inputCount, hidden: hidden, layers: layers, using: &generator)
        }
    }

    private func join<Element: Scalar>(
        _ embedding: Embedding<Element>?,
        _ layers: RecurrentLayer<Element>,
        _ output: Linear<Element>
    ) -> any Model<Element> {
        guard case .tokens(let vocabulary, _, let lanes) = task.inputs else {
            return NamedLayers([(layers.cell.name.lowercased(), layers), ("", LastStep()), ("output", output)])
        }
        return TokenRecurrence(
            vocabulary: vocabulary,
            embedding: embedding,
            layers: layers,
            output: output,
            lanes: lanes
        )
    }
}
