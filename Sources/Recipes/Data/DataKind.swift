import Platform
import Telemetry
import Training
import YAML

/// A source of data that recipes can ask for.
protocol DataKind: SectionKind {
    var shape: DataShape { get }

    /// What it has for a loss to learn; nil for either.
    var targets: TargetType? { get }

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
    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any Dataset
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
