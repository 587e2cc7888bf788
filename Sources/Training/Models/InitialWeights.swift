/// The initialization of a model's weights.
public struct InitialWeights: Equatable, Sendable {
    /// A function of `Init`, or what the layers do by themselves.
    public enum Scheme: String, CaseIterable, Sendable {
        /// As each layer begins: PyTorch's default initialization.
        case `default`
        /// Linear layers and convolutions by `Init.xavierUniform`.
        case xavier
        /// Linear layers and convolutions by `Init.xavierNormal`.
        case xavierNormal = "xavier_normal"
        /// Linear layers and convolutions by `Init.kaimingUniform`.
        case kaiming
        /// Linear layers and convolutions by `Init.kaimingNormal`.
        case kaimingNormal = "kaiming_normal"
        /// Every weight of two axes or more by `Init.orthogonal`.
        case orthogonal
        /// Every weight of two axes or more by `Init.normal`.
        case normal
        /// A single layer of RNN and its output by `Init.smartTanh`.
        case smartTanh = "smart_tanh"
        /// A single layer of RNN and its output by `Init.identity`.
        case identity
    }

    /// All but the default begin with biases of 0.
    public var scheme: Scheme
    /// The standard deviation of the weights under `normal`.
    public var deviation: Double
    /// The largest absolute eigenvalue of the recurrent weights under `smartTanh`; the diagonal under `identity`.
    public var spectralRadius: Double

    public init(_ scheme: Scheme = .default, deviation: Double = 0.01, spectralRadius: Double = 0.95) {
        (self.scheme, self.deviation, self.spectralRadius) = (scheme, deviation, spectralRadius)
    }

    /// Draws the weights of a linear layer or convolution, if the scheme is for such layers.
    func initialize<Element: Scalar>(
        _ weight: Tensor<Element>,
        _ bias: Tensor<Element>?,
        using generator: inout RandomGenerator
    ) {
        switch scheme {
        case .xavier: Init.xavierUniform(weight, using: &generator)
        case .xavierNormal: Init.xavierNormal(weight, using: &generator)
        case .kaiming: Init.kaimingUniform(weight, using: &generator)
        case .kaimingNormal: Init.kaimingNormal(weight, using: &generator)
        default: return
        }
        if let bias { Init.constant(bias, 0) }
    }

    /// Draws the weights of recurrent layers and of the output layer, if the scheme is for a single layer of RNN.
    func initialize<Element: Scalar>(
        _ layers: RecurrentLayer<Element>,
        output: Linear<Element>,
        using generator: inout RandomGenerator
    ) {
        guard let rnn = layers as? RNN<Element> else { return }
        switch scheme {
        case .smartTanh: Init.smartTanh(rnn, output: output, radius: spectralRadius, using: &generator)
        case .identity: Init.identity(rnn, output: output, diagonal: spectralRadius, using: &generator)
        default: return
        }
    }

    /// Draws all weights of a model, if the scheme is the same for all layers.
    func initialize<Element: Scalar>(_ model: any Model<Element>, using generator: inout RandomGenerator) {
        guard scheme == .normal || scheme == .orthogonal else { return }
        for parameter in model.parameters {
            if parameter.tensor.shape.count < 2 {
                Init.constant(parameter.tensor, 0)
            } else if scheme == .normal {
                Init.normal(parameter.tensor, deviation: deviation, using: &generator)
            } else {
                Init.orthogonal(parameter.tensor, using: &generator)
            }
        }
    }
}
