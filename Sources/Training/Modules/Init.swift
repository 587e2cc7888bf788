/// Initialization of weights. `torch.nn.init`, with PyTorch's names; the random numbers differ, so an initialization equals
/// PyTorch's in distribution only.
public enum Init {
    /// The side of a weight [out, in] that divides the variance.
    public enum Fan: Sendable {
        case `in`, out
    }

    /// The activation function after a layer, for its gain. `torch.nn.init.calculate_gain`.
    public enum Nonlinearity: Sendable {
        case linear, sigmoid, tanh, relu, selu
        case leakyReLU(slope: Double)

        /// The factor of the deviation that preserves a signal's size through the function.
        public var gain: Double {
            switch self {
            case .linear, .sigmoid: 1
            case .tanh: 5.0 / 3
            case .relu: 2.0.squareRoot()
            case .selu: 3.0 / 4
            case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
            }
        }
    }

    /// Uniform in [low, high). `uniform_`.
    public static func uniform<Element: Scalar>(
        _ tensor: Tensor<Element>,
        _ low: Double = 0,
        _ high: Double = 1,
        using generator: inout RandomGenerator
    ) {
        unsafe tensor.withMutableValues { values in
            for i in values.indices { unsafe values[i] = Element(generator.uniform(low, high)) }
        }
    }

    /// Normal. `normal_`.
    public static func normal<Element: Scalar>(
        _ tensor: Tensor<Element>,
        mean: Double = 0,
        deviation: Double = 1,
        using generator: inout RandomGenerator
    ) {
        unsafe tensor.withMutableValues { values in
            for i in values.indices { unsafe values[i] = Element(generator.normal(mean: mean, deviation: deviation)) }
        }
    }

    /// The same number everywhere. `constant_`, `zeros_`.
    public static func constant<Element: Scalar>(_ tensor: Tensor<Element>, _ value: Element) {
        unsafe tensor.withMutableValues { unsafe $0.update(repeating: value) }
    }

    /// Uniform in ±gain·√(6/(in + out)) (Glorot and Bengio, 2010). `xavier_uniform_`.
    public static func xavierUniform<Element: Scalar>(
        _ tensor: Tensor<Element>,
        gain: Double = 1,
        using generator: inout RandomGenerator
    ) {
        let fans = fans(of: tensor)
        let bound = gain * (6 / Double(fans.in + fans.out)).squareRoot()
        uniform(tensor, -bound, bound, using: &generator)
    }

    /// Normal with deviation gain·√(2/(in + out)) (Glorot and Bengio, 2010). `xavier_normal_`.
    public static func xavierNormal<Element: Scalar>(
        _ tensor: Tensor<Element>,
        gain: Double = 1,
        using generator: inout RandomGenerator
    ) {
        let fans = fans(of: tensor)
        normal(tensor, deviation: gain * (2 / Double(fans.in + fans.out)).squareRoot(), using: &generator)
    }

    /// Uniform in ±gain·√(3/fan) (He et al., 2015). `kaiming_uniform_`; slope is PyTorch's `a`, 0 for ReLU.
    public static func kaimingUniform<Element: Scalar>(
        _ tensor: Tensor<Element>,
        slope: Double = 0,
        fan: Fan = .in,
        using generator: inout RandomGenerator
    ) {
        let bound = 3.0.squareRoot() * kaimingDeviation(tensor, slope, fan)
        uniform(tensor, -bound, bound, using: &generator)
    }

    /// Normal with deviation gain/√fan (He et al., 2015). `kaiming_normal_`; slope is PyTorch's `a`, 0 for ReLU.
    public static func kaimingNormal<Element: Scalar>(
        _ tensor: Tensor<Element>,
        slope: Double = 0,
        fan: Fan = .in,
        using generator: inout RandomGenerator
    ) {
        normal(tensor, deviation: kaimingDeviation(tensor, slope, fan), using: &generator)
    }

    private static func kaimingDeviation<Element>(_ tensor: Tensor<Element>, _ slope: Double, _ fan: Fan) -> Double {
        let fans = fans(of: tensor)
        let length = fan == .in ? fans.in : fans.out
        // A weight without inputs has no elements to fill.
        return length == 0 ? 0 : Nonlinearity.leakyReLU(slope: slope).gain / Double(length).squareRoot()
    }

    /// The inputs and outputs of a weight [out, in], or of filters [out, in, …], times the positions of a filter.
    private static func fans<Element>(of tensor: Tensor<Element>) -> (in: Int, out: Int) {
        guard tensor.shape.count >= 2 else {
            shapeError("Init", tensor.shape, "a weight [out, in] or filters [out, in, …] are needed")
        }
        let places = tensor.shape.dropFirst(2).reduce(1, *)
        return (tensor.shape[1] * places, tensor.shape[0] * places)
    }
}
