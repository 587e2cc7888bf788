/// An activation function between the layers of a model, one of torch.nn's.
public struct Activation: Equatable, Sendable {
    /// The function.
    public enum Kind: String, CaseIterable, Sendable {
        case relu, tanh, sigmoid, gelu, silu, elu, selu, softplus, hardtanh
        case leakyReLU = "leaky_relu"
    }

    /// The function.
    public var kind: Kind
    /// The negative of the limit of `elu` far below 0.
    public var alpha: Double
    /// The slope of `leakyReLU` below 0.
    public var slope: Double

    public init(_ kind: Kind, alpha: Double = 1, slope: Double = 0.01) {
        (self.kind, self.alpha, self.slope) = (kind, alpha, slope)
    }

    /// A module of the function, of any shape.
    public func module<Element: Scalar>() -> any Module<Element> {
        switch kind {
        case .relu: ReLU<Element>()
        case .tanh: Tanh<Element>()
        case .sigmoid: Sigmoid<Element>()
        case .gelu: GELU<Element>()
        case .silu: SiLU<Element>()
        case .elu: ELU<Element>(alpha: Element(alpha))
        case .selu: SELU<Element>()
        case .softplus: Softplus<Element>()
        case .hardtanh: Hardtanh<Element>()
        case .leakyReLU: LeakyReLU<Element>(slope: Element(slope))
        }
    }
}
