/// A source of an evaluation's examples.
public protocol EvaluationSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// The name of the held-out data: "test" for rows kept back, "fresh" for newly drawn sequences.
    var split: String { get }

    /// Starts a pass; a source of fresh data draws other examples in every pass.
    mutating func restart()

    /// Puts the next part of the pass in place of what `batch` held; false at the end, with the batch untouched.
    mutating func next(into batch: inout Batch<Element>) -> Bool
}
