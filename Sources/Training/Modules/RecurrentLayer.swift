/// What `RNN`, `LSTM` and `GRU` have in common: layers with a state that they carry from step to step, time-major, each fed
/// with the outputs of the one before. `torch.nn.RNNBase` with `batch_first=False`.
public protocol RecurrentLayer<Element>: Module {
    /// The weights of each layer, 1 or more.
    var layers: [RecurrentWeights<Element>] { get }

    /// What a unit computes.
    var cell: RecurrentCell<Element> { get }
}

extension RecurrentLayer {
    /// weight_ih_l0, weight_hh_l0, and bias_ih_l0, bias_hh_l0 where there are biases, weight_ih_l1, …
    public var parameters: [NamedParameter<Element>] {
        layers.enumerated().flatMap { $1.parameters(layer: $0) }
    }

    /// The last layer's outputs of every time step: [T, B, in] → [T, B, hidden], starting from states of zeros.
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layers.reduce(input) { cell.unroll($0, $1, from: []).outputs }
    }

    /// The last layer's outputs of every time step [T, B, hidden], and the states after the last: the hidden states of every
    /// layer [layers, B, hidden], and behind them the cell states of an LSTM.
    ///
    /// - Parameters:
    ///   - input: [T, B, inputs].
    ///   - states: those before the first step; zeros where there are none.
    public func callAsFunction(
        _ input: Tensor<Element>,
        states: [Tensor<Element>]
    ) -> (outputs: Tensor<Element>, states: [Tensor<Element>]) {
        var outputs = input
        var last: [[Tensor<Element>]] = []
        for (place, layer) in layers.enumerated() {
            let step = cell.unroll(outputs, layer, from: states.map { $0.select(place) }, withStates: true)
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
