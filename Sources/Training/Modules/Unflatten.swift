/// Rows as images: [N, C·H·W] → [N, C, H, W]. `torch.nn.Unflatten` of the last axis.
public struct Unflatten<Element: Scalar>: Module {
    /// What the last axis becomes.
    public let shape: [Int]

    public init(shape: [Int]) { self.shape = shape }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        guard input.shape.last == shape.reduce(1, *) else {
            shapeError("Unflatten", input.shape, shape, "the last axis does not hold that shape")
        }
        return input.reshape(input.shape.dropLast() + shape)
    }
}
