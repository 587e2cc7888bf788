/// A table of vectors, looked up by row number. `torch.nn.Embedding`.
///
/// As a module its input is a tensor of row numbers, such as `Batch.inputTensor` for tokens.
public struct Embedding<Element: Scalar>: Module {
    /// [rows, columns].
    public let weight: Tensor<Element>
    /// The padding row: zeros at the start, and without gradient. PyTorch's `padding_idx`.
    public let padding: Int?

    /// A table with PyTorch's default initialization: normal with mean 0 and deviation 1.
    ///
    /// - Parameters:
    ///   - rows: tokens in the vocabulary.
    ///   - columns: numbers per token.
    ///   - padding: the padding row, if any; −1 is the last.
    ///   - generator: draws the initial weights.
    public init(rows: Int, columns: Int, padding: Int? = nil, using generator: inout RandomGenerator) {
        weight = .zeros([rows, columns], requiresGrad: true)
        Init.normal(weight, using: &generator)
        self.padding = Embedding.row(padding, of: weight)
        guard let row = self.padding else { return }
        unsafe weight.withMutableValues { unsafe $0[row * columns..<(row + 1) * columns].update(repeating: 0) }
    }

    /// A table with given vectors, such as trained ones. `torch.nn.Embedding.from_pretrained`.
    ///
    /// - Parameters:
    ///   - weight: [rows, columns], the table itself and not a copy.
    ///   - padding: a row without gradient, if any; −1 is the last. Its numbers are not changed.
    ///   - isFrozen: whether training leaves the table unchanged, the default.
    public init(weight: Tensor<Element>, padding: Int? = nil, isFrozen: Bool = true) {
        guard weight.shape.count == 2 else {
            shapeError("Embedding", weight.shape, "expected a table [rows, columns]")
        }
        self.weight = weight
        weight.requiresGrad = !isFrozen
        self.padding = Embedding.row(padding, of: weight)
    }

    /// The index of the padding row.
    private static func row(_ padding: Int?, of table: Tensor<Element>) -> Int? {
        let rows = table.shape[0]
        guard let row = padding.map({ $0 < 0 ? $0 + rows : $0 }) else { return nil }
        requireIndex(row, of: rows, "row", "Embedding", table.shape)
        return row
    }

    /// The table alone, as "weight".
    public var parameters: [NamedParameter<Element>] { [NamedParameter("weight", weight)] }

    /// The rows at the indices: n indices → [n, columns]. The gradient of a row is the sum over its uses.
    @specialized(where Element == Float)
    public func callAsFunction(_ indices: [Int]) -> Tensor<Element> {
        weight.rows(indices, withoutGradientOf: padding, as: "Embedding")
    }

    /// The rows at the numbers of a tensor: [...] → [..., columns]. A number that is not a row traps.
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let indices = input.values.map { number -> Int in
            guard let index = Int(exactly: Double(number)) else {
                shapeError("Embedding", weight.shape, "there is no row \(number)")
            }
            return index
        }
        return self(indices).reshape(input.shape + [weight.shape[1]])
    }
}
