/// Something that a module keeps besides its weights, with the name it has in the module: running figures, a generator.
public struct NamedBuffer {
    /// Its path in the module.
    public let name: String
    /// Whether torch.nn has it in its `state_dict`; a generator of our own it has not.
    public let isInStateDict: Bool
    /// What is kept, copied.
    public let read: () -> SavedArray

    private let write: (SavedArray) throws(StateError) -> Void

    /// Something that `read` copies and `write` replaces; `write` gets an array of the kind and shape that `read` gives.
    public init(
        _ name: String,
        isInStateDict: Bool = true,
        read: @escaping () -> SavedArray,
        write: @escaping (SavedArray) throws(StateError) -> Void
    ) {
        self.name = name
        self.isInStateDict = isInStateDict
        self.read = read
        self.write = write
    }

    /// A tensor that no gradient reaches.
    public init<Element: Scalar>(_ name: String, _ tensor: Tensor<Element>) {
        self.init(name, read: { .tensor(tensor) }, write: { array in array.fill(tensor.storage) })
    }

    /// Replaces what is kept.
    ///
    /// - Throws: for an array of another kind or shape.
    public func restore(_ array: SavedArray) throws(StateError) {
        let kept = read()
        guard array.kind == kept.kind, array.shape == kept.shape else {
            throw StateError(
                "\(name) is \(array.kind.rawValue) \(array.shape), \(kept.kind.rawValue) \(kept.shape) is expected"
            )
        }
        try write(array)
    }

    /// The same under the name it has in a module that holds this one's.
    func within(_ module: String) -> NamedBuffer {
        NamedBuffer("\(module).\(name)", isInStateDict: isInStateDict, read: read, write: write)
    }
}
