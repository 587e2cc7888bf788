/// A table of vectors, looked up by row number. `torch.nn.Embedding`.
public struct Embedding<Element: Scalar> {
    /// [rows, columns].
    public let weight: Tensor<Element>

    /// A table with PyTorch's default start: normal with mean 0 and deviation 1.
    public init(_ rows: Int, _ columns: Int, using generator: inout RandomGenerator) {
        weight = .zeros([rows, columns], requiresGrad: true)
        Init.normal(weight, using: &generator)
    }

    /// The table alone, as "weight".
    public var parameters: [NamedParameter<Element>] { [NamedParameter("weight", weight)] }

    /// The rows at the indices: n indices → [n, columns]. The gradient of a row is the sum over its uses.
    public func callAsFunction(_ indices: [Int]) -> Tensor<Element> { weight.rows(indices) }
}
