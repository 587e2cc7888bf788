import Training

/// A recurrent network of gated units (Cho and others, 2014).
struct GRUKind: RecurrentKind {
    static let word = "gru"
    static let unit = (gates: 3.0, kept: 4.0)

    var recurrent = RecurrentKeys()
    var weights = WeightKeys([.default, .orthogonal, .normal])

    func makeLayers<Element: Scalar>(
        _ inputs: Int,
        using generator: inout RandomGenerator
    ) -> any RecurrentLayer<Element> {
        GRU(in: inputs, hidden: recurrent.hidden, layers: recurrent.layers, using: &generator)
    }
}
