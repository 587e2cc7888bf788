/// State other than weights, with its name in the module: running statistics, a generator.
public struct NamedBuffer {
    /// Replaces what is kept by an array, or by nothing; the name is for errors.
    public typealias Write = (SavedArray?, _ name: String) throws(StateError) -> Void

    /// Its path in the module.
    public let name: String
    /// Whether torch.nn has it in its `state_dict`; a generator of our own it has not.
    public let isInStateDict: Bool
    /// What is kept, copied; nil while there is nothing.
    public let read: () -> SavedArray?

    private let write: Write

    /// Something that `read` copies and `write` replaces, which throws for what cannot be kept.
    public init(
        _ name: String,
        isInStateDict: Bool = true,
        read: @escaping () -> SavedArray?,
        write: @escaping Write
    ) {
        self.name = name
        self.isInStateDict = isInStateDict
        self.read = read
        self.write = write
    }

    /// A tensor that no gradient reaches.
    public init<Element: Scalar>(_ name: String, _ tensor: Tensor<Element>) {
        self.init(name, read: { .tensor(tensor) }) { (array, name) throws(StateError) in
            try array.required(name, Element.savedKind, shape: tensor.shape).fill(tensor.storage)
        }
    }

    /// Replaces what is kept.
    ///
    /// - Throws: for what cannot be kept there, such as an array of another kind or shape.
    public func restore(_ array: SavedArray?) throws(StateError) { try write(array, name) }

    /// The same under the name it has in a module that holds this one's.
    func within(_ module: String) -> NamedBuffer {
        NamedBuffer("\(module).\(name)", isInStateDict: isInStateDict, read: read, write: write)
    }
}
