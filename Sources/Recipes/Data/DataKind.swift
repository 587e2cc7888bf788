import Platform
import Telemetry
import Training
import YAML

/// A source of data that recipes can ask for.
protocol DataKind: SectionKind {
    var shape: DataShape { get }

    /// The type of its targets; nil for classes or numbers, as the loss wants.
    var targets: TargetType? { get }

    var shared: DataKeys { get }

    /// Where it is read from; nil for data that is drawn.
    var file: FileKeys? { get }

    /// The keys because of which there are no epochs, in an error's words; nil for data with epochs.
    var freshness: String? { get }

    /// The key by which no data is kept for evaluations; nil if some is.
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
