/// Reshapes rows into images: [N, C·H·W] → [N, C, H, W]. `torch.nn.Unflatten` of the last axis.
public struct Unflatten<Element: Scalar>: Module {
    /// The shape that replaces the last axis.
    public let shape: [Int]

    /// A module for rows of this shape.
    public init(shape: [Int]) { self.shape = shape }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        guard input.shape.last == shape.reduce(1, *) else {
            shapeError("Unflatten", input.shape, shape, "the last axis does not hold that shape")
        }
        return input.reshape(input.shape.dropLast() + shape)
    }
}
