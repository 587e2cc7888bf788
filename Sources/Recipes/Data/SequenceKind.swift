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

    func read(_: Recipe, note _: (String) -> Void) throws(DocumentError) -> any PreparedData {
        let task: SequenceTask =
            switch problem {
            case .temporalOrder: .temporalOrder(TemporalOrder(length: length))
            case .adding: .adding(AddingProblem(length: length))
            }
        return Sequences(sequences: task, length: length, evaluateOn: evaluateOn, batch: shared.batch)
    }

    private struct Sequences: PreparedData {
        let sequences: SequenceTask
        let length: Int
        let evaluateOn: Int
        let batch: Int

        var task: ModelTask {
            let inputs = ModelTask.Inputs.sequences(sequences.featureCount, length: length)
            return ModelTask(inputs: inputs, outputs: sequences.outputCount)
        }
        var evaluationRows: Int { min(500, evaluateOn) }

        func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
            FreshSequences<Element>(sequences, batch: batch, seed: seed)
        }

        func makeEvaluation<Element: Scalar>(seed: UInt64) -> (any EvaluationSource<Element>)? {
            FreshEvaluation<Element>(sequences, count: evaluateOn, seed: seed)
        }
    }
}
