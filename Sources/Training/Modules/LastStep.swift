/// The last time step of a time-major sequence: [T, B, n] → [B, n].
public struct LastStep<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.select(axis: 0, -1) }
}
