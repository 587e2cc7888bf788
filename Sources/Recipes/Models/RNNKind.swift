import Telemetry
import Training
import YAML

/// A recurrent network of plain units (Elman, 1990).
struct RNNKind: RecurrentKind {
    let word = "rnn"
    let meaning =
        "for sequences and texts: recurrent layers of plain units, whose last state, or every state, goes through a linear layer"
    let synonyms = "elman vanilla recurrent"
    let unit = (gates: 1.0, kept: 0.0)

    let recurrent = RecurrentKeys()
    @Key("The activation of a recurrent unit.") var nonlinearity = Nonlinearity.tanh
    let weights = WeightKeys([.default, .orthogonal, .normal, .smartTanh, .identity])
    @Key(
        "The largest eigenvalue of the recurrent weights at the start, under init smart_tanh; the diagonal under "
            + "identity.",
        in: .above(0)
    )
    var spectralRadius = 0.95

    enum Nonlinearity: String, KeyWord {
        case tanh, relu
    }

    func check(_ report: inout FaultReport) {
        guard weights.start == .smartTanh || weights.start == .identity, recurrent.layers > 1 else { return }
        report.add(
            "model.init \(weights.start.rawValue) starts 1 recurrent layer (got layers \(recurrent.layers))",
            at: weights.$start,
            recurrent.$layers
        )
    }

    func makeLayers<Element: Scalar>(
        _ inputs: Int,
        using generator: inout RandomGenerator
    ) -> RecurrentLayer<Element> {
        RNN(
            in: inputs,
            hidden: recurrent.hidden,
            activation: nonlinearity == .relu ? .relu : .tanh,
            layers: recurrent.layers,
            using: &generator
        )
    }

    func begin<Element: Scalar>(
        _ layers: RecurrentLayer<Element>,
        _ output: Linear<Element>,
        using generator: inout RandomGenerator
    ) {
        guard let rnn = layers as? RNN<Element> else { return }
        switch weights.start {
        case .smartTanh: Init.smartTanh(rnn, output: output, radius: spectralRadius, using: &generator)
        case .identity: startAsIdentity(rnn, output: output, using: &generator)
        default: break
        }
    }

    /// The start of Le, Jaitly and Hinton (2015): recurrent weights on the diagonal, biases 0, the other weights normal with
    /// deviation 0.001.
    private func startAsIdentity<Element: Scalar>(
        _ layer: RNN<Element>,
        output: Linear<Element>,
        using generator: inout RandomGenerator
    ) {
        let weights = layer.layers[0]
        Init.normal(weights.input, deviation: 0.001, using: &generator)
        Init.normal(output.weight, deviation: 0.001, using: &generator)
        let units = weights.recurrent.shape[0]
        unsafe weights.recurrent.withMutableValues { numbers in
            for place in numbers.indices {
                unsafe numbers[place] = place % (units + 1) == 0 ? Element(spectralRadius) : 0
            }
        }
        for bias in [weights.inputBias, weights.recurrentBias, output.bias] {
            if let bias { Init.constant(bias, 0) }
        }
    }

    var startBytes: Double {
        // The spectral radius is measured on squares of the weights, in Double.
        weights.start == .smartTanh ? 5 * 8 * Double(recurrent.hidden) * Double(recurrent.hidden) : 0
    }
}
