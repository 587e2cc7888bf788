/// A source of training batches; one call gives one batch.
///
/// The state is the one after the last batch returned: a source that prepares batches ahead keeps each batch's state with
/// it, so that a resumed run gets the batch that would have come next.
public protocol BatchSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// Batches in one pass over the data; nil when every batch is new and there are no epochs.
    var batchesPerEpoch: Int? { get }

    /// Writes the next batch into `batch`, replacing its content.
    mutating func next(into batch: inout Batch<Element>)
}
