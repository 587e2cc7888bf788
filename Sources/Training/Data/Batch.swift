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

    /// Examples in the batch: rows, sequences, or windows of a text.
    public var exampleCount: Int { tokens.isEmpty ? max(classes.count, values.count) : shape[0] }

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
        if inputs.count != count { inputs = unsafe Array(unsafeUninitializedCapacity: count) { $1 = count } }
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
        unsafe inputs.withUnsafeMutableBytes { bytes in _ = unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }
}
