/// Layers with a state that continues from step to step, time-major, each fed with the outputs of the previous one: the base
/// of `RNN`, `LSTM` and `GRU`. `torch.nn.RNNBase` with `batch_first=False`.
public class RecurrentLayer<Element: Scalar>: Module {
    /// The weights of each layer, 1 or more.
    public let layers: [RecurrentWeights<Element>]

    let cell: RecurrentCell<Element>

    /// Layers with PyTorch's default initialization; traps unless there is one or more.
    init(
        _ cell: RecurrentCell<Element>,
        _ inputs: Int,
        _ hidden: Int,
        layers: Int,
        bias: Bool,
        using generator: inout RandomGenerator
    ) {
        require(layers > 0, "\(cell.name): layers must be 1 or more, not \(layers)")
        self.cell = cell
        self.layers = (0..<layers).map { layer in
            RecurrentWeights(layer == 0 ? inputs : hidden, hidden, gates: cell.gates, bias: bias, using: &generator)
        }
    }

    /// Layers with these weights; traps unless there is one or more and each has the cell's gates.
    init(_ cell: RecurrentCell<Element>, weights layers: [RecurrentWeights<Element>]) {
        require(!layers.isEmpty, "\(cell.name): there are no layers")
        for layer in layers where layer.recurrent.shape[0] != cell.gates * layer.hidden {
            let sums = cell.gates == 1 ? "hidden" : "\(cell.gates) · hidden"
            shapeError(cell.name, layer.recurrent.shape, "expected weights [\(sums), hidden]")
        }
        (self.cell, self.layers) = (cell, layers)
    }

    /// weight_ih_l0, weight_hh_l0, and bias_ih_l0, bias_hh_l0 if it has biases, weight_ih_l1, …
    public var parameters: [NamedParameter<Element>] {
        layers.enumerated().flatMap { $1.parameters(layer: $0) }
    }

    /// The last layer's outputs of every time step: [T, B, in] → [T, B, hidden], starting from states of zeros.
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { cell.unroll($0, $1, from: []).outputs }
    }

    /// The last layer's outputs of every time step [T, B, hidden], and the states after the last: the hidden states of every
    /// layer [layers, B, hidden], followed by the cell states of an LSTM.
    ///
    /// - Parameters:
    ///   - input: [T, B, inputs].
    ///   - states: those before the first step; empty for zeros.
    public func callAsFunction(
        _ input: Tensor<Element>,
        states: [Tensor<Element>]
    ) -> (outputs: Tensor<Element>, states: [Tensor<Element>]) {
        var outputs = input
        var last: [[Tensor<Element>]] = []
        for (index, layer) in layers.enumerated() {
            let step = cell.unroll(outputs, layer, from: states.map { $0.select(index) }, withStates: true)
            outputs = step.outputs
            last.append(step.states)
        }
        return (outputs, last[0].indices.map { state in Tensor.stack(last.map { $0[state] }) })
    }

    /// The shapes of the states for a batch.
    func stateShapes(batch: Int) -> [[Int]] {
        Array(repeating: [layers.count, batch, layers[0].hidden], count: cell.hasCellState ? 2 : 1)
    }
}
