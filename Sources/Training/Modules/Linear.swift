/// x·Wᵀ + b over the last axis: [..., in] → [..., out]. `torch.nn.Linear`.
public struct Linear<Element: Scalar>: Module {
    /// [out, in].
    public let weight: Tensor<Element>
    /// [out]; nil for a layer without bias.
    public let bias: Tensor<Element>?

    /// A layer with PyTorch's default initialization: weight and bias uniform in ±1/√in.
    ///
    /// - Parameters:
    ///   - inputs: length of the last axis.
    ///   - outputs: its length in the result.
    ///   - bias: whether the layer has a bias.
    ///   - generator: draws the initial weights.
    public init(in inputs: Int, out outputs: Int, bias: Bool = true, using generator: inout RandomGenerator) {
        weight = .zeros([outputs, inputs], requiresGrad: true)
        Init.kaimingUniform(weight, slope: 5.0.squareRoot(), using: &generator)
        guard bias else {
            self.bias = nil
            return
        }
        let bound = inputs > 0 ? 1 / Double(inputs).squareRoot() : 0
        let bias = Tensor<Element>.zeros([outputs], requiresGrad: true)
        Init.uniform(bias, -bound, bound, using: &generator)
        self.bias = bias
    }

    /// A layer with given weights: weight [out, in] and bias [out].
    public init(weight: Tensor<Element>, bias: Tensor<Element>?) {
        self.weight = weight
        self.bias = bias
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        input.linear(weight: weight, bias: bias)
    }
}
