import Platform
import Telemetry
import Training
import YAML

/// A source of data that recipes can ask for.
protocol DataKind: RecipeKind {
    static var shape: DataShape { get }

    /// What it has for a loss to learn; nil for either.
    static var targets: TargetType? { get }

    var shared: DataKeys { get }

    /// Where it is read from; nil for data that is drawn.
    var file: FileKeys? { get }

    /// The keys that have every batch drawn afresh, in an error's words; nil for data that is gone over in epochs.
    var freshness: String? { get }

    /// The key that keeps nothing back for evaluations; nil where something is.
    var keyWithoutEvaluation: String? { get }

    /// Reads the data.
    ///
    /// - Parameter note: gets what was read in another way than it is written, a sentence at a time.
    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any PreparedData
}

extension DataKind {
    var file: FileKeys? { nil }
    var freshness: String? { nil }
    var keyWithoutEvaluation: String? { nil }

    /// What errors call the data.
    var name: String { file?.path ?? word }

    /// Refuses a batch of more rows than there are.
    func checkBatch(fits rows: Int, _ recipe: Recipe, at keys: any Located...) throws(DocumentError) {
        guard shared.batch > rows else { return }
        let message =
            "data.batch \(shared.batch) is more than the \(rows) training rows (\(rows) takes all of them at once)"
        throw recipe.report.error(message, at: [shared.$batch] + keys)
    }
}

/// The data of a recipe, read.
protocol PreparedData: Sendable {
    /// What it gives a model, and asks of it.
    var task: ModelTask { get }

    /// The most examples that are measured at a time, as windows of the recipe's length; 0 where none are.
    var evaluationRows: Int { get }

    func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element>

    /// Held-out data; nil when there is none.
    func makeEvaluation<Element: Scalar>(seed: UInt64) -> (any EvaluationSource<Element>)?
}

/// The keys of all data.
struct DataKeys: RecipeSection {
    @Key("Examples in a batch; no more than there are rows to learn from.", in: .from(1, through: 100_000)) var batch =
        32
    @Key("Prepares batches on a thread of their own while the step runs. The numbers are the same either way.")
    var prefetch = false
    @Subsection var poison = PoisonKeys()

    init() {}

    init(prefetch: Bool) { self.prefetch = prefetch }
}

/// The keys of a batch that is spoiled, as a demonstration.
struct PoisonKeys: RecipeSection {
    @Key("Spoils the batch of this step.", in: .atLeast(1), absent: "no batch is spoiled") var step: Int?
    @Key("Factor of the inputs of the spoiled batch; .inf makes NaN of zeros.") var scale = 1.0
    @Key(
        "wrong moves every class of the spoiled batch on to the next one; ignored leaves cross entropy nothing to "
            + "learn from."
    )
    var labels = Labels.right

    enum Labels: String, KeyWord {
        case right, wrong, ignored
    }
}

extension KeyDeclaration {
    static let scale = KeyDeclaration("Factor of the features; the default of idx is 1/255.", in: .finite)
    static let dropLast = KeyDeclaration("Leaves out the last batch of an epoch when it is short.")
    static let length = KeyDeclaration(
        "Places in a sequence: 10 or more for temporal_order, 2 or more for adding; characters in a window.",
        in: .from(1, through: 10_000)
    )
}
