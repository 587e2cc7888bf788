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

/// x times the share of the normal distribution below x, as a module. `torch.nn.GELU`.
public struct GELU<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.gelu() }
}

/// x · sigmoid(x) as a module. `torch.nn.SiLU`.
public struct SiLU<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.silu() }
}

/// A self-normalizing ELU as a module. `torch.nn.SELU`.
public struct SELU<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.selu() }
}

/// log(1 + e^x) as a module. `torch.nn.Softplus`.
public struct Softplus<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.softplus() }
}

/// x clamped to −1...1, as a module. `torch.nn.Hardtanh`.
public struct Hardtanh<Element: Scalar>: Module {
    /// A module without settings.
    public init() {}

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.hardtanh() }
}

/// x above 0, alpha·(e^x − 1) below, as a module. `torch.nn.ELU`.
public struct ELU<Element: Scalar>: Module {
    /// The negative of the limit far below 0.
    public let alpha: Element

    /// A module with this alpha.
    public init(alpha: Element = 1) { self.alpha = alpha }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.elu(alpha: alpha) }
}

/// x above 0, slope·x below, as a module. `torch.nn.LeakyReLU`.
public struct LeakyReLU<Element: Scalar>: Module {
    /// The slope below 0.
    public let slope: Element

    /// A module with this slope.
    public init(slope: Element = 0.01) { self.slope = slope }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { input.leakyReLU(slope: slope) }
}
