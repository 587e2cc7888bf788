/// Data to train on and to evaluate on, read and divided: it makes the sources of a run's batches.
public protocol Dataset: Sendable {
    /// What it gives a model, and asks of it.
    var task: ModelTask { get }

    /// Examples in a training batch.
    var batch: Int { get }

    /// The most examples that are evaluated at a time, as windows of the task's length; 0 where none are.
    var evaluationBatch: Int { get }

    /// The training batches.
    ///
    /// - Parameter seed: decides their order, or what is drawn.
    func makeBatches<Element: Scalar>(seed: UInt64) -> any BatchSource<Element>

    /// Held-out data; nil when there is none.
    ///
    /// - Parameter seed: decides what is drawn, of data that is.
    func makeEvaluation<Element: Scalar>(seed: UInt64) -> (any EvaluationSource<Element>)?
}
