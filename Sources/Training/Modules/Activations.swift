/// max(x, 0) as a module. `torch.nn.ReLU`.
public struct ReLU<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.relu() }
}

/// The hyperbolic tangent as a module. `torch.nn.Tanh`.
public struct Tanh<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.tanh() }
}

/// 1 / (1 + e^−x) as a module. `torch.nn.Sigmoid`.
public struct Sigmoid<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.sigmoid() }
}
