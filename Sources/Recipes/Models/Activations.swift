import Telemetry
import Training

/// An activation that may stand between the layers of a network, in torch.nn's words.
protocol ActivationKind: RecipeKind {
    func make<Element: Scalar>() -> any Module<Element>
}

struct ReLUKind: ActivationKind {
    static let word = "relu"

    func make<Element: Scalar>() -> any Module<Element> { ReLU<Element>() }
}

struct TanhKind: ActivationKind {
    static let word = "tanh"

    func make<Element: Scalar>() -> any Module<Element> { Tanh<Element>() }
}

struct SigmoidKind: ActivationKind {
    static let word = "sigmoid"
    static let synonyms = "logistic"

    func make<Element: Scalar>() -> any Module<Element> { Sigmoid<Element>() }
}

struct GELUKind: ActivationKind {
    static let word = "gelu"

    func make<Element: Scalar>() -> any Module<Element> { GELU<Element>() }
}

struct SiLUKind: ActivationKind {
    static let word = "silu"
    static let synonyms = "swish"

    func make<Element: Scalar>() -> any Module<Element> { SiLU<Element>() }
}

struct ELUKind: ActivationKind {
    static let word = "elu"

    @Key("elu approaches −alpha far below 0.", in: .finite, absent: "1") var alpha: Double?

    func make<Element: Scalar>() -> any Module<Element> { ELU<Element>(alpha: Element(alpha ?? 1)) }
}

struct SELUKind: ActivationKind {
    static let word = "selu"

    func make<Element: Scalar>() -> any Module<Element> { SELU<Element>() }
}

struct SoftplusKind: ActivationKind {
    static let word = "softplus"

    func make<Element: Scalar>() -> any Module<Element> { Softplus<Element>() }
}

struct HardtanhKind: ActivationKind {
    static let word = "hardtanh"
    static let synonyms = "clip"

    func make<Element: Scalar>() -> any Module<Element> { Hardtanh<Element>() }
}

struct LeakyReLUKind: ActivationKind {
    static let word = "leaky_relu"
    static let synonyms = "lrelu"

    @Key("The slope of leaky_relu below 0.", in: .finite, absent: "0.01") var negativeSlope: Double?

    func make<Element: Scalar>() -> any Module<Element> { LeakyReLU<Element>(slope: Element(negativeSlope ?? 0.01)) }
}
