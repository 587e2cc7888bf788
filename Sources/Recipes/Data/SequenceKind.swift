import Telemetry
import Training
import YAML

/// Sequences of a problem, drawn anew for every step.
struct SequenceKind: DataKind {
    enum Problem: String, CaseIterable {
        case temporalOrder = "temporal_order"
        case adding
    }

    let problem: Problem
    let shape = DataShape.sequences
    @Key(.length) var length = 20
    @Key("Fresh sequences in an evaluation, from a stream of their own.", in: .atLeast(1)) var evaluateOn = 10_000
    let shared = DataKeys()

    init(_ problem: Problem) { self.problem = problem }

    var word: String { problem.rawValue }
    var meaning: String {
        switch problem {
        case .temporalOrder: "sequences drawn for every step: which of two symbols came first"
        case .adding: "sequences drawn for every step: the sum of two marked numbers"
        }
    }
    var targets: TargetType? { problem == .adding ? .numbers : .classes }
    var freshness: String? { "data.kind \(word)" }

    func check(_ report: inout FaultReport) {
        let least = problem == .adding ? AddingProblem.minimumLength : TemporalOrder.minimumLength
        guard length < least else { return }
        report.add("data.length must be at least \(least) for \(word) (got \(length))", at: $length)
    }

    func read(_: Recipe, note _: (String) -> Void) throws(DocumentError) -> any Dataset {
        let sequences: SequenceTask =
            switch problem {
            case .temporalOrder: .temporalOrder(TemporalOrder(length: length))
            case .adding: .adding(AddingProblem(length: length))
            }
        return SequenceDataset(sequences, batch: shared.batch, evaluationCount: evaluateOn)
    }
}
