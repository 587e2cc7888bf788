/// Normalizes the last axes to mean 0 and variance 1, then scales and shifts them (Ba, Kiros and Hinton, 2016).
/// `torch.nn.LayerNorm`.
public struct LayerNorm<Element: Scalar>: Module {
    /// The scale, of the normalized shape; ones at the start.
    public let weight: Tensor<Element>
    /// The shift, of the same shape, zeros at the start; nil for a layer without bias.
    public let bias: Tensor<Element>?
    /// Added to the variance.
    public let epsilon: Double

    /// A layer over last axes of this shape.
    public init(shape: [Int], epsilon: Double = 1e-5, bias: Bool = true) {
        weight = .ones(shape, requiresGrad: true)
        self.bias = bias ? .zeros(shape, requiresGrad: true) : nil
        self.epsilon = epsilon
    }

    /// A layer over a last axis of this length.
    public init(width: Int, epsilon: Double = 1e-5, bias: Bool = true) {
        self.init(shape: [width], epsilon: epsilon, bias: bias)
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
    }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        input.layerNorm(weight: weight, bias: bias, epsilon: epsilon)
    }
}
