/// The last axes to mean 0 and variance 1, then scaled and shifted (Ba, Kiros and Hinton, 2016). `torch.nn.LayerNorm`.
public struct LayerNorm<Element: Scalar>: Module {
    /// Of the shape that is normalized; ones at the start.
    public let weight: Tensor<Element>
    /// Of the same shape, zeros at the start; nil for a layer without bias.
    public let bias: Tensor<Element>?
    /// Added to the variance.
    public let epsilon: Double

    /// A layer over the last axes, which have this shape.
    public init(_ shape: [Int], epsilon: Double = 1e-5, bias: Bool = true) {
        weight = .ones(shape, requiresGrad: true)
        self.bias = bias ? .zeros(shape, requiresGrad: true) : nil
        self.epsilon = epsilon
    }

    /// A layer over a last axis of this length.
    public init(_ length: Int, epsilon: Double = 1e-5, bias: Bool = true) {
        self.init([length], epsilon: epsilon, bias: bias)
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
    }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        layerNorm(input, weight, bias, epsilon: epsilon)
    }
}

/// The last axes, of the weight's shape, to mean 0 and variance 1, then times the weight plus the bias.
/// `torch.nn.functional.layer_norm`.
///
/// The variance is the biased one, divided by the count; epsilon, added to it, makes a row of equal numbers zeros.
public func layerNorm<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weight: Tensor<Element>,
    _ bias: Tensor<Element>? = nil,
    epsilon: Double = 1e-5
) -> Tensor<Element> {
    guard !weight.shape.isEmpty, input.shape.suffix(weight.shape.count) == weight.shape[...] else {
        shapeFailure("layerNorm", input.shape, weight.shape, "the last axes must have the weight's shape")
    }
    if let bias, bias.shape != weight.shape {
        shapeFailure("layerNorm", weight.shape, bias.shape, "weight and bias must have one shape")
    }
    let columns = weight.count
    let rows = columns == 0 ? 0 : input.count / columns
    let (result, scales) = (Storage<Element>(count: input.count), Storage<Element>(count: rows))
    Kernels.standardize(input.storage.read, result.pointer, scales.pointer, epsilon, rows, columns)
    let standard = Tensor.result("layerNorm", result, input.shape, [input]) { gradient, inputs in
        inputs[0].addGradient { slot, adds in
            Kernels.standardizeGradient(result.read, scales.read, gradient.read, slot, rows, columns, adds)
        }
    }
    let scaled = standard * weight
    return bias.map { scaled + $0 } ?? scaled
}
