import Telemetry
import Training

/// The keys of every model: its first weights.
struct WeightKeys: RecipeSection {
    @Key(
        "Weight initialization: as PyTorch's layers do, and nanoGPT's; Xavier or Kaiming, uniform or normal (mlp, cnn); "
            + "orthogonal or normal (all but transformer); Pascanu's sparse start of a given spectral radius, or the "
            + "identity (rnn of 1 layer). All but default begin with biases of 0.",
        name: "init"
    )
    var start = Start.default
    @Key("The standard deviation of the weights under init normal.", in: .above(0)) var deviation = 0.01

    enum Start: String, KeyWord {
        case `default`, xavier
        case xavierNormal = "xavier_normal"
        case kaiming
        case kaimingNormal = "kaiming_normal"
        case orthogonal, normal
        case smartTanh = "smart_tanh"
        case identity

        static let synonyms = [
            "xavier": "glorot xavier_uniform glorot_uniform", "xavier_normal": "glorot_normal",
            "kaiming": "he kaiming_uniform he_uniform", "kaiming_normal": "he_normal", "orthogonal": "ortho saxe",
            "default": "none torch pytorch", "normal": "gaussian random_normal",
        ]
    }

    /// - Parameter starts: those that a kind of model has.
    init(_ starts: [Start]) { $start.words = starts.map(\.rawValue) }

    /// Draws the weights of a layer of linear maps or convolutions, where the start is of that kind.
    func begin<Element: Scalar>(
        _ weight: Tensor<Element>,
        _ bias: Tensor<Element>?,
        using generator: inout RandomGenerator
    ) {
        switch start {
        case .xavier: Init.xavierUniform(weight, using: &generator)
        case .xavierNormal: Init.xavierNormal(weight, using: &generator)
        case .kaiming: Init.kaimingUniform(weight, using: &generator)
        case .kaimingNormal: Init.kaimingNormal(weight, using: &generator)
        default: return
        }
        if let bias { Init.constant(bias, 0) }
    }

    /// Draws the weights of a whole model, where the start is the same for all of its layers.
    func begin<Element: Scalar>(_ model: any Model<Element>, using generator: inout RandomGenerator) {
        guard start == .normal || start == .orthogonal else { return }
        for parameter in model.parameters {
            if parameter.tensor.shape.count < 2 {
                Init.constant(parameter.tensor, 0)
            } else if start == .normal {
                Init.normal(parameter.tensor, deviation: deviation, using: &generator)
            } else {
                Init.orthogonal(parameter.tensor, using: &generator)
            }
        }
    }
}
