/// A source of an evaluation's examples.
public protocol EvaluationSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// The name of the held-out data: "test" for held-out rows, "eval" for newly drawn sequences.
    var split: String { get }

    /// Starts a pass; a source of fresh data draws new examples in every pass.
    mutating func restart()

    /// Writes the next part of the pass into `batch`, replacing its content; returns false at the end, with the batch
    /// unchanged.
    mutating func next(into batch: inout Batch<Element>) -> Bool
}
