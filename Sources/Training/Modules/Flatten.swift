/// Joins all axes from one on: [N, C, H, W] → [N, C·H·W]. `torch.nn.Flatten`.
public struct Flatten<Element: Scalar>: Module {
    /// The first joined axis.
    public let start: Int

    /// - Parameter start: 0 or more.
    public init(start: Int = 1) {
        require(start >= 0, "Flatten: start must not be negative")
        self.start = start
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        guard start < input.shape.count else { shapeError("Flatten", input.shape, "there is no axis \(start)") }
        let joined = input.shape.dropFirst(start).reduce(1, *)
        return input.reshape(input.shape.prefix(start) + [joined])
    }
}
