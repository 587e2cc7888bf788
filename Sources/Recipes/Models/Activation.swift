import Training

/// An activation that may stand between the layers of a network, in torch.nn's words.
enum Activation: String, KeyWord {
    case relu, tanh, sigmoid, gelu, silu, elu, selu, softplus, hardtanh
    case leakyReLU = "leaky_relu"

    static let synonyms = ["sigmoid": "logistic", "silu": "swish", "hardtanh": "clip", "leaky_relu": "lrelu"]
}

extension LinearKeys {
    /// A module of the activation.
    func makeActivation<Element: Scalar>() -> any Module<Element> {
        switch activation {
        case .relu: ReLU<Element>()
        case .tanh: Tanh<Element>()
        case .sigmoid: Sigmoid<Element>()
        case .gelu: GELU<Element>()
        case .silu: SiLU<Element>()
        case .elu: ELU<Element>(alpha: Element(alpha ?? 1))
        case .selu: SELU<Element>()
        case .softplus: Softplus<Element>()
        case .hardtanh: Hardtanh<Element>()
        case .leakyReLU: LeakyReLU<Element>(slope: Element(negativeSlope ?? 0.01))
        }
    }
}
