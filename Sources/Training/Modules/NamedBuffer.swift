/// State of a module other than weights, with its name: running statistics, a generator.
public struct NamedBuffer {
    /// Replaces the state by an array, or by none; the name is for errors.
    public typealias Write = (SavedArray?, _ name: String) throws(StateError) -> Void

    /// Its path in the module.
    public let name: String
    /// Whether torch.nn has it in its `state_dict`; false for a generator.
    public let isInStateDict: Bool
    /// A copy of the state; nil while there is none.
    public let read: () -> SavedArray?

    private let write: Write

    /// State that `read` copies and `write` replaces; `write` throws for an array that does not fit.
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

    /// Replaces the state.
    ///
    /// - Throws: for an array that does not fit, such as one of another kind or shape.
    public func restore(_ array: SavedArray?) throws(StateError) { try write(array, name) }

    /// The same buffer under its name in an enclosing module.
    func within(_ module: String) -> NamedBuffer {
        NamedBuffer("\(module).\(name)", isInStateDict: isInStateDict, read: read, write: write)
    }
}
