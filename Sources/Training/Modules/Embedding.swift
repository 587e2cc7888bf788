/// A table of vectors, looked up by row number. `torch.nn.Embedding`.
public struct Embedding<Element: Scalar> {
    /// [rows, columns].
    public let weight: Tensor<Element>
    /// The row that stands for nothing: zeros at the start, and never given a gradient.
    public let padding: Int?

    /// A table with PyTorch's default start: normal with mean 0 and deviation 1.
    ///
    /// - Parameter padding: a row for what is to be left out, if there is one; −1 is the last.
    public init(_ rows: Int, _ columns: Int, padding: Int? = nil, using generator: inout RandomGenerator) {
        weight = .zeros([rows, columns], requiresGrad: true)
        Init.normal(weight, using: &generator)
        self.padding = padding.map { $0 < 0 ? $0 + rows : $0 }
        guard let row = self.padding else { return }
        guard (0..<rows).contains(row) else { shapeFailure("Embedding", weight.shape, "there is no row \(row)") }
        weight.withMutableValues { $0[row * columns..<(row + 1) * columns].update(repeating: 0) }
    }

    /// The table alone, as "weight".
    public var parameters: [NamedParameter<Element>] { [NamedParameter("weight", weight)] }

    /// The rows at the indices: n indices → [n, columns]. The gradient of a row is the sum over its uses.
    @specialized(where Element == Float)
    public func callAsFunction(_ indices: [Int]) -> Tensor<Element> {
        weight.rows(indices, withoutGradientOf: padding, as: "Embedding")
    }
}
