import Telemetry
import Training
import YAML

/// A recurrent network of plain units (Elman, 1990).
struct RNNKind: ModelKind {
    let word = "rnn"
    let meaning =
        "for sequences and texts: recurrent layers of plain units, whose last state, or every state, goes through a linear layer"
    let synonyms = "elman vanilla recurrent"
    let learns = [DataShape.sequences, .texts]

    let shared = RecurrentKeys()
    @Key("The activation of a recurrent unit.") var nonlinearity = Nonlinearity.tanh
    let weights = WeightKeys([.default, .orthogonal, .normal, .smartTanh, .identity])
    @Key(
        "The largest absolute eigenvalue of the initial recurrent weights under init smart_tanh; the diagonal under "
            + "identity.",
        in: .above(0)
    )
    var spectralRadius = 0.95

    enum Nonlinearity: String, YAMLWord {
        case tanh, relu
    }

    var recurrent: RecurrentKeys? { shared }
    var summary: String { shared.summary(word) }

    func check(_ report: inout FaultReport) {
        guard weights.start == .smartTanh || weights.start == .identity, shared.layers > 1 else { return }
        report.add(
            "model.init \(weights.start.rawValue) starts 1 recurrent layer (got layers \(shared.layers))",
            at: weights.$start,
            shared.$layers
        )
    }

    func architecture(_ task: ModelTask) -> any Architecture {
        let unit = nonlinearity == .relu ? RecurrentNetwork.Unit.relu : .tanh
        return shared.network(task, unit, weights.initial(spectralRadius: spectralRadius))
    }
}
