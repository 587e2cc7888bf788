/// A source of training batches; one call gives one batch.
///
/// The state is that after the batch handed out last: a source that prepares batches ahead keeps with each the state
/// that belongs to it, so that a resumed run gets the batch that would have come next.
public protocol BatchSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// Batches in one pass over the data; nil when every batch is fresh and there are no epochs.
    var batchesPerEpoch: Int? { get }

    /// Puts the next batch in place of what `batch` held.
    mutating func next(into batch: inout Batch<Element>)
}
