import Training

/// A recurrent network of units with gates.
struct GatedKind: RecurrentKind {
    enum Unit: String {
        /// Gated recurrent units (Cho and others, 2014).
        case gru
        /// Long short-term memory (Hochreiter and Schmidhuber, 1997).
        case lstm
    }

    let gated: Unit
    let recurrent = RecurrentKeys()
    let weights = WeightKeys([.default, .orthogonal, .normal])

    init(_ gated: Unit) { self.gated = gated }

    var word: String { gated.rawValue }
    var meaning: String { "as rnn, of units with gates" }
    var unit: (gates: Double, kept: Double) { gated == .gru ? (3, 4) : (4, 5) }

    func makeLayers<Element: Scalar>(
        _ inputs: Int,
        using generator: inout RandomGenerator
    ) -> RecurrentLayer<Element> {
        let (hidden, layers) = (recurrent.hidden, recurrent.layers)
        return switch gated {
        case .gru: GRU(in: inputs, hidden: hidden, layers: layers, using: &generator)
        case .lstm: LSTM(in: inputs, hidden: hidden, layers: layers, using: &generator)
        }
    }
}
