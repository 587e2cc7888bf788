import Telemetry
import Training
import YAML

/// The keys of recurrent networks.
struct RecurrentKeys: KeySection {
    @Key("Units of each recurrent layer.", in: .from(1, through: 10_000)) var hidden = 50
    @Key(.layers) var layers = 1
    @Key("Embedding size of the characters of a text; 0 is one-hot.", in: .from(0, through: 100_000)) var embedding = 0

    /// lstm 2×50.
    func summary(_ word: String) -> String { "\(word) \(layers > 1 ? "\(layers)×" : "")\(hidden)" }

    func network(_ task: ModelTask, _ unit: RecurrentNetwork.Unit, _ weights: InitialWeights) -> RecurrentNetwork {
        RecurrentNetwork(task, unit: unit, hidden: hidden, layers: layers, embedding: embedding, weights: weights)
    }
}
