import Telemetry
import Training
import YAML

/// A model that recipes can ask for.
protocol ModelKind: RecipeKind {
    /// The data that it learns.
    var learns: [DataShape] { get }

    /// Whether it carries a state from one window of a text to the next.
    var carriesState: Bool { get }

    var weights: WeightKeys { get }

    /// The kind and its sizes in a few words: "mlp 64-64-10", "lstm 2×50".
    var summary: String { get }

    /// Checks that the model takes what the data gives, and gives what the loss asks for.
    func check(_ task: ModelTask, of recipe: Recipe, _ report: inout FaultReport)

    /// The model with the first weights of its kind; `WeightKeys` may change them.
    func make<Element: Scalar>(_ task: ModelTask, using generator: inout RandomGenerator) -> any Model<Element>

    /// How large the model is, counted from its shapes.
    func size(_ task: ModelTask) -> ModelSize

    /// Bytes that only the start of the weights needs.
    var startBytes: Double { get }
}

extension ModelKind {
    var carriesState: Bool { false }
    var startBytes: Double { 0 }

    func check(_: ModelTask, of _: Recipe, _: inout FaultReport) {}
}

extension KeyDeclaration {
    static let layers = KeyDeclaration(
        "Recurrent layers, or blocks of the transformer, each fed with what the one before gives.",
        in: .from(1, through: 100)
    )
}
