import Training
import YAML

/// A recurrent network of units with gates: "lstm" (Hochreiter and Schmidhuber, 1997) or "gru" (Cho and others, 2014).
struct GatedKind: ModelKind {
    let word: String
    let unit: RecurrentNetwork.Unit
    let meaning = "as rnn, of units with gates"
    let learns = [DataShape.sequences, .texts]

    let shared = RecurrentKeys()
    let weights = WeightKeys([.default, .orthogonal, .normal])

    init(_ word: String, _ unit: RecurrentNetwork.Unit) { (self.word, self.unit) = (word, unit) }

    var recurrent: RecurrentKeys? { shared }
    var summary: String { shared.summary(word) }

    func architecture(_ task: ModelTask) -> any Architecture { shared.network(task, unit, weights.initial()) }
}
