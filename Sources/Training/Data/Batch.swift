/// One mini-batch in plain memory, which a source refills.
///
/// Table rows are [count, features]; sequences are time-major, [length, count, features]; tokens are one text after the
/// other, [count, length].
public struct Batch<Element: Scalar>: Sendable {
    /// The inputs, row by row in the order of `shape`; empty when the inputs are tokens.
    public var inputs: [Element] = []
    /// The inputs as token numbers from 0, in the order of `shape`; empty when the inputs are numbers.
    public var tokens: [Int] = []
    /// The extents of the inputs, outermost first.
    public var shape: [Int] = []
    /// Whether each row of tokens continues where the previous batch's row ended.
    public var continues = false
    /// A class from 0 for each example, or the following token for each token; empty when the targets are numbers.
    public var classes: [Int] = []
    /// A number for each example; empty when the targets are classes.
    public var values: [Element] = []

    public init() {}

    /// Examples in the batch: rows, sequences, or windows of a text.
    public var exampleCount: Int { tokens.isEmpty ? max(classes.count, values.count) : shape[0] }

    /// Targets in the batch, except those of the class that losses ignore.
    public var targetCount: Int { classes.isEmpty ? values.count : classes.count { $0 != Losses.ignoredClass } }

    /// The inputs as a tensor of the batch's shape; tokens as their numbers, for an `Embedding`. Float is exact up to 2²⁴.
    public var inputTensor: Tensor<Element> {
        tokens.isEmpty ? Tensor(inputs, shape: shape) : Tensor(tokens.map { Element($0) }, shape: shape)
    }
}

extension Batch {
    /// Removes the targets and makes room for inputs of this shape, with arbitrary content.
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
