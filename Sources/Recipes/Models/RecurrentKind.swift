import Telemetry
import Training

/// A recurrent network whose last state, or every state, goes through a linear layer.
protocol RecurrentKind: ModelKind {
    var recurrent: RecurrentKeys { get }

    /// Rows of the recurrent weights for each unit, and numbers of a unit that stay for the way back besides its output: its
    /// gates, and an LSTM's cell.
    var unit: (gates: Double, kept: Double) { get }

    func makeLayers<Element: Scalar>(
        _ inputs: Int,
        using generator: inout RandomGenerator
    ) -> RecurrentLayer<Element>

    /// Draws the initial weights again where the start is one of recurrent weights.
    func begin<Element: Scalar>(
        _ layers: RecurrentLayer<Element>,
        _ output: Linear<Element>,
        using generator: inout RandomGenerator
    )
}

extension RecurrentKind {
    var learns: [DataShape] { [.sequences, .texts] }
    var carriesState: Bool { true }

    var summary: String { "\(word) \(recurrent.layers > 1 ? "\(recurrent.layers)×" : "")\(recurrent.hidden)" }

    func begin<Element: Scalar>(
        _: RecurrentLayer<Element>,
        _: Linear<Element>,
        using _: inout RandomGenerator
    ) {}

    func make<Element: Scalar>(_ task: ModelTask, using generator: inout RandomGenerator) -> any Model<Element> {
        var embedding: Embedding<Element>?
        if case .tokens(let vocabulary, _, _) = task.inputs, recurrent.embedding > 0 {
            embedding = Embedding(rows: vocabulary, columns: recurrent.embedding, using: &generator)
        }
        let layers: RecurrentLayer<Element> = makeLayers(inputCount(task), using: &generator)
        let output = Linear<Element>(in: recurrent.hidden, out: task.outputs, using: &generator)
        begin(layers, output, using: &generator)
        guard case .tokens(let vocabulary, _, let lanes) = task.inputs else {
            return NamedLayers([(word, layers), ("", LastStep()), ("output", output)])
        }
        return TokenRecurrence(
            vocabulary: vocabulary,
            embedding: embedding,
            layers: layers,
            output: output,
            lanes: lanes
        )
    }

    /// Numbers that the first layer gets at each place.
    private func inputCount(_ task: ModelTask) -> Int {
        switch task.inputs {
        case .rows(let features, _), .sequences(let features, _): features
        case .tokens(let vocabulary, _, _): recurrent.embedding > 0 ? recurrent.embedding : vocabulary
        }
    }

    func size(_ task: ModelTask) -> ModelSize {
        let (hidden, outputs, places) = (Double(recurrent.hidden), Double(task.outputs), Double(task.inputs.places))
        var (size, inputs) = (ModelSize(), Double(inputCount(task)))
        if case .tokens(let vocabulary, _, _) = task.inputs, recurrent.embedding > 0 {
            size.parameters = Double(vocabulary) * inputs
        }
        size.activations = places * inputs
        for _ in 0..<recurrent.layers {
            size.parameters += unit.gates * hidden * (inputs + hidden + 2)
            size.operation(places * inputs, places * hidden, keeps: places * hidden * unit.kept)
            inputs = hidden
        }
        if case .tokens = task.inputs {
            size.linear(hidden, outputs, places: places)
            // The logits lie in another order for the layers than for the loss.
            size.operation(places * outputs, places * outputs)
        } else {
            size.operation(places * hidden, hidden)
            size.linear(hidden, outputs)
        }
        return size
    }
}
