/// x·Wᵀ + b over the last axis: [..., in] → [..., out]. `torch.nn.Linear`.
public struct Linear<Element: Scalar>: Module {
    /// [out, in].
    public let weight: Tensor<Element>
    /// [out]; nil for a layer without bias.
    public let bias: Tensor<Element>?

    /// A layer with PyTorch's default start: weight and bias uniform in ±1/√in.
    public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, using generator: inout RandomGenerator) {
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

    /// A layer of given weights: weight [out, in] and bias [out].
    public init(weight: Tensor<Element>, bias: Tensor<Element>?) {
        self.weight = weight
        self.bias = bias
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> { linear(input, weight, bias) }
}

/// x·Wᵀ + b as one operation: input [..., in], weight [out, in], bias [out] → [..., out].
/// `torch.nn.functional.linear`.
@specialized(where Element == Float)
public func linear<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weight: Tensor<Element>,
    _ bias: Tensor<Element>? = nil
) -> Tensor<Element> {
    guard weight.shape.count == 2, let inputs = input.shape.last, inputs == weight.shape[1] else {
        shapeError("linear", input.shape, weight.shape, "expected [..., in] and a weight [out, in]")
    }
    let outputs = weight.shape[0]
    let rows = input.shape.dropLast().reduce(1, *)
    let (x, w) = (Matrix(input.storage, rows, inputs), Matrix(weight.storage, outputs, inputs))
    let shape = Array(input.shape.dropLast() + [outputs])
    let result = Storage<Element>(count: Tensor<Element>.count(of: shape))
    if let bias {
        guard bias.shape == [outputs] else {
            shapeError("linear", weight.shape, bias.shape, "expected a bias [\(outputs)]")
        }
    }
    let compute = { Kernels.multiply(x, w.transposed, plusRow: bias?.storage, into: result.pointer) }
    compute()
    let operands = bias.map { [input, weight, $0] } ?? [input, weight]
    return Tensor.result("linear", result, shape, operands, again: compute) { gradient, operands in
        let d = Matrix(gradient, rows, outputs)
        operands[0].addGradient { slot, adds in Kernels.multiply(d, w, into: slot, adds: adds) }
        operands[1].addGradient { slot, adds in Kernels.multiply(d.transposed, x, into: slot, adds: adds) }
        guard operands.count == 3 else { return }
        operands[2].addGradient { slot, adds in
            Kernels.sumAxis(gradient.read, slot, 1, rows, outputs, 1, adds)
        }
    }
}
