import Telemetry
import Training
import YAML

/// The keys of sequences that are drawn afresh for every step.
struct SequenceKeys: RecipeSection {
    @Key(.length) var length = 20
    @Key("Fresh sequences in an evaluation, from a stream of their own.", in: .atLeast(1)) var evaluateOn = 10_000

    func check(atLeast least: Int, for word: String, _ report: inout FaultReport) {
        guard length < least else { return }
        report.add("data.length must be at least \(least) for \(word) (got \(length))", at: $length)
    }
}

/// Sequences of a task, without files.
struct FreshData: PreparedData {
    let sequences: SequenceTask
    let keys: SequenceKeys
    let batch: Int

    var task: ModelTask {
        let inputs = ModelTask.Inputs.sequences(sequences.featureCount, length: keys.length)
        return ModelTask(inputs: inputs, outputs: sequences.outputCount)
    }
    var evaluationRows: Int { min(500, keys.evaluateOn) }

    func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
        FreshSequences<Element>(sequences, batch: batch, seed: seed)
    }

    func makeEvaluation<Element: Scalar>(seed: UInt64) -> (any EvaluationSource<Element>)? {
        FreshEvaluation<Element>(sequences, count: keys.evaluateOn, seed: seed)
    }
}
