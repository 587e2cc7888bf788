import Telemetry
import Training
import YAML

/// A model that recipes can ask for.
protocol ModelKind: SectionKind {
    /// The data that it learns.
    var learns: [DataShape] { get }

    /// The keys of recurrent layers, which carry a state from one window of a text to the next; nil for a model without.
    var recurrent: RecurrentKeys? { get }

    /// The kind and its sizes in a few words: "mlp 64-64-10", "lstm 2×50".
    var summary: String { get }

    /// Checks that the model takes what the data gives, and gives what the loss asks for.
    func check(_ task: ModelTask, of recipe: Recipe, _ report: inout FaultReport)

    /// The model's shape, for data that `check` accepts.
    func architecture(_ task: ModelTask) -> any Architecture
}

extension ModelKind {
    var recurrent: RecurrentKeys? { nil }

    func check(_: ModelTask, of _: Recipe, _: inout FaultReport) {}
}

extension KeyDeclaration {
    static let layers = KeyDeclaration(
        "Recurrent layers, or blocks of the transformer, each fed with what the one before gives.",
        in: .from(1, through: 100)
    )
}
