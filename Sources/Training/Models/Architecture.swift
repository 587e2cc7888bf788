/// The shape of a model: its size is known, and its memory can be checked, before any of it is made.
public protocol Architecture: Sendable {
    /// Parameters and activations, counted from the shapes.
    var size: ModelSize { get }

    /// A model of this shape with its first weights, which depend on the generator alone.
    func make<Element: Scalar>(using generator: inout RandomGenerator) -> any Model<Element>
}
