import Training
import YAML

/// The temporal order task: which of two symbols came first.
struct TemporalOrderKind: DataKind {
    static let word = "temporal_order"
    static let shape = DataShape.sequences
    static let targets: TargetType? = .classes

    var sequences = SequenceKeys()
    var shared = DataKeys()

    var freshness: String? { "data.kind \(word)" }

    func check(_ report: inout FaultReport) {
        sequences.check(atLeast: TemporalOrder.minimumLength, for: word, &report)
    }

    func read(_: Recipe, note _: (String) -> Void) throws(DocumentError) -> any PreparedData {
        let task = SequenceTask.temporalOrder(TemporalOrder(length: sequences.length))
        return FreshData(sequences: task, keys: sequences, batch: shared.batch)
    }
}
