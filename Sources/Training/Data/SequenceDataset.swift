/// Sequences of a task, drawn anew for every step and every evaluation.
public struct SequenceDataset: Dataset {
    /// The task that sequences are drawn from.
    public let sequences: SequenceTask
    /// Sequences in a training batch.
    public let batch: Int
    /// Sequences in an evaluation.
    public let evaluationCount: Int

    /// - Parameters:
    ///   - sequences: the task that sequences are drawn from.
    ///   - batch: sequences in a training batch, 1 or more.
    ///   - evaluationCount: sequences in an evaluation, 1 or more.
    public init(_ sequences: SequenceTask, batch: Int, evaluationCount: Int) {
        (self.sequences, self.batch, self.evaluationCount) = (sequences, batch, evaluationCount)
    }

    public var task: ModelTask {
        let inputs = ModelTask.Inputs.sequences(sequences.featureCount, length: sequences.length)
        return ModelTask(inputs: inputs, outputs: sequences.outputCount)
    }

    public var evaluationBatch: Int { min(500, evaluationCount) }

    public func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element> {
        FreshSequences<Element>(sequences, batch: batch, seed: seed)
    }

    public func makeEvaluation<Element: Scalar>(seed: UInt64) -> (any EvaluationSource<Element>)? {
        FreshEvaluation<Element>(sequences, count: evaluationCount, batch: evaluationBatch, seed: seed)
    }
}
