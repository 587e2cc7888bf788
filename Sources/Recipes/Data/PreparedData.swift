import Training

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
