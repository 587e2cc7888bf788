import Training
import YAML

/// The adding problem: the sum of two marked numbers.
struct AddingKind: DataKind {
    static let word = "adding"
    static let shape = DataShape.sequences
    static let targets: TargetType? = .numbers

    var sequences = SequenceKeys()
    var shared = DataKeys()

    var freshness: String? { "data.kind \(word)" }

    func check(_ report: inout FaultReport) {
        sequences.check(atLeast: AddingProblem.minimumLength, for: word, &report)
    }

    func read(_: Recipe, note _: (String) -> Void) throws(DocumentError) -> any PreparedData {
        let task = SequenceTask.adding(AddingProblem(length: sequences.length))
        return FreshData(sequences: task, keys: sequences, batch: shared.batch)
    }
}
