import Training

/// What may stand between the layers of a network, in torch.nn's words.
enum ActivationChoice: String, CaseIterable {
    case relu, tanh, sigmoid, gelu, silu, elu, selu, softplus, hardtanh
    case leakyReLU = "leaky_relu"

    /// The key that only this one has, if any.
    private var setting: String? {
        switch self {
        case .elu: "model.alpha"
        case .leakyReLU: "model.negative_slope"
        default: nil
        }
    }

    /// Refuses a setting of another activation than the one that is asked for.
    static func checkSettings(_ values: RecipeValues) throws(RecipeError) {
        let asked = values.text("model.activation")
        for other in allCases where other.rawValue != asked {
            guard let key = other.setting, values.isGiven(key) else { continue }
            throw values.error(
                at: key,
                message: "\(key) does not go with model.activation \(asked) (it is for \(other.rawValue))"
            )
        }
    }

    func make<Element: Scalar>(_ values: RecipeValues) -> any Module<Element> {
        func number(or fallback: Double) -> Element {
            Element(setting.flatMap { values.isGiven($0) ? values.number($0) : nil } ?? fallback)
        }
        return switch self {
        case .relu: ReLU<Element>()
        case .tanh: Tanh<Element>()
        case .sigmoid: Sigmoid<Element>()
        case .gelu: GELU<Element>()
        case .silu: SiLU<Element>()
        case .elu: ELU<Element>(alpha: number(or: 1))
        case .selu: SELU<Element>()
        case .softplus: Softplus<Element>()
        case .hardtanh: Hardtanh<Element>()
        case .leakyReLU: LeakyReLU<Element>(slope: number(or: 0.01))
        }
    }
}
