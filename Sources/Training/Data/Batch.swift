/// One mini-batch in plain memory, filled again and again by a source.
///
/// Table rows lie as [count, features]; sequences lie time-major, as [length, count, features]; tokens lie text by
/// text, as [count, length].
public struct Batch<Element: Scalar>: Sendable {
    /// The inputs, row by row in the order of `shape`; empty when the inputs are tokens.
    public var inputs: [Element] = []
    /// The inputs as numbers of tokens from 0, in the order of `shape`; empty when the inputs are numbers.
    public var tokens: [Int] = []
    /// The extents of the inputs, outermost first.
    public var shape: [Int] = []
    /// Whether each row of tokens continues where that of the batch before it ended.
    public var continues = false
    /// A class from 0 for each example, or for each token the one that follows it; empty when the targets are numbers.
    public var classes: [Int] = []
    /// A number for each example; empty when the targets are classes.
    public var values: [Element] = []

    public init() {}

    /// Targets in the batch: examples, or tokens.
    public var count: Int { max(classes.count, values.count) }

    /// Targets in the batch but for those of the class that losses leave out.
    public var targetCount: Int { classes.isEmpty ? values.count : classes.count { $0 != Losses.ignoredClass } }

    /// The inputs as a tensor of the batch's shape; tokens as their numbers, for an `Embedding`. Float holds each up to 2²⁴.
    public var inputTensor: Tensor<Element> {
        tokens.isEmpty ? Tensor(inputs, shape: shape) : Tensor(tokens.map { Element($0) }, shape: shape)
    }
}

extension Batch {
    /// Forgets the targets and makes room for inputs of this shape, which hold anything before.
    mutating func resize(to shape: [Int]) {
        let count = Tensor<Element>.count(of: shape)
        if inputs.count != count { inputs = Array(unsafeUninitializedCapacity: count) { $1 = count } }
        self.shape = shape
        tokens.removeAll(keepingCapacity: true)
        continues = false
        classes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// The same with inputs of zeros.
    mutating func clear(to shape: [Int]) {
        resize(to: shape)
        // The bytes of 0 are zeros in Float and in Double.
        inputs.withUnsafeMutableBytes { bytes in _ = bytes.initializeMemory(as: UInt8.self, repeating: 0) }
    }
}

/// Where training takes its batches from; one call is one step's data.
///
/// The state is that after the batch handed out last: a source that prepares batches ahead keeps with each the state
/// that belongs to it, so that a run which is taken up again gets the batch that would have come next.
public protocol BatchSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// Batches in one pass over the data; nil when every batch is fresh and there are no epochs.
    var batchesPerEpoch: Int? { get }

    /// Puts the next batch in place of what `batch` held.
    mutating func next(into batch: inout Batch<Element>)
}

/// Where an evaluation takes its examples from.
public protocol EvaluationSource<Element>: Sendable, Resumable {
    associatedtype Element: Scalar

    /// The name of the held-out data: "test" for rows kept back, "fresh" for newly drawn sequences.
    var split: String { get }

    /// Starts a pass; a source of fresh data draws other examples in every pass.
    mutating func restart()

    /// Puts the next part of the pass in place of what `batch` held; false at the end, with the batch untouched.
    mutating func next(into batch: inout Batch<Element>) -> Bool
}
