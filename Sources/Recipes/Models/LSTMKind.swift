import Training

/// A recurrent network of long short-term memory (Hochreiter and Schmidhuber, 1997).
struct LSTMKind: RecurrentKind {
    static let word = "lstm"
    static let unit = (gates: 4.0, kept: 5.0)

    var recurrent = RecurrentKeys()
    var weights = WeightKeys([.default, .orthogonal, .normal])

    func makeLayers<Element: Scalar>(
        _ inputs: Int,
        using generator: inout RandomGenerator
    ) -> any RecurrentLayer<Element> {
        LSTM(in: inputs, hidden: recurrent.hidden, layers: recurrent.layers, using: &generator)
    }
}
