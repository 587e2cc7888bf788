import CKernels

/// Filters that move over images: [N, in, H, W] → [N, out, H′, W′]. `torch.nn.Conv2d`, in one group and undilated.
public struct Conv2d<Element: Scalar>: Module {
    /// [out, in, height, width].
    public let weight: Tensor<Element>
    /// [out]; nil for a layer without bias.
    public let bias: Tensor<Element>?
    /// Rows and columns from one place to the next.
    public let stride: (Int, Int)
    /// Rows and columns of zeros on each side.
    public let padding: (Int, Int)

    /// Square filters with PyTorch's default start: weight and bias uniform in ±1/√(in · size²).
    public init(
        _ inputs: Int,
        _ outputs: Int,
        _ size: Int,
        stride: Int = 1,
        padding: Int = 0,
        bias: Bool = true,
        using generator: inout RandomGenerator
    ) {
        let fan = inputs * size * size
        let bound = fan > 0 ? 1 / Double(fan).squareRoot() : 0
        let weight = Tensor<Element>.zeros([outputs, inputs, size, size], requiresGrad: true)
        Init.uniform(weight, -bound, bound, using: &generator)
        let offsets = bias ? Tensor<Element>.zeros([outputs], requiresGrad: true) : nil
        if let offsets { Init.uniform(offsets, -bound, bound, using: &generator) }
        self.init(weight: weight, bias: offsets, stride: (stride, stride), padding: (padding, padding))
    }

    /// Filters of given weights: weight [out, in, height, width] and bias [out].
    public init(
        weight: Tensor<Element>,
        bias: Tensor<Element>?,
        stride: (Int, Int) = (1, 1),
        padding: (Int, Int) = (0, 0)
    ) {
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding
    }

    public var parameters: [NamedParameter<Element>] {
        [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
    }

    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        conv2d(input, weight, bias, stride: stride, padding: padding)
    }
}

/// The filters [out, in, height, width] on every place of the images [N, in, H, W], plus the bias [out]. The filters are
/// not turned round. `torch.nn.functional.conv2d`.
@specialized(where Element == Float)
public func conv2d<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weight: Tensor<Element>,
    _ bias: Tensor<Element>? = nil,
    stride: (Int, Int) = (1, 1),
    padding: (Int, Int) = (0, 0)
) -> Tensor<Element> {
    guard weight.shape.count == 4, input.shape.count == 4, input.shape[1] == weight.shape[1] else {
        shapeError(
            "conv2d",
            input.shape,
            weight.shape,
            "expected [N, in, H, W] and a weight [out, in, height, width]"
        )
    }
    let (images, outputs) = (input.shape[0], weight.shape[0])
    if let bias, bias.shape != [outputs] {
        shapeError("conv2d", weight.shape, bias.shape, "expected a bias [\(outputs)]")
    }
    let kernel = (weight.shape[2], weight.shape[3])
    let window = Window("conv2d", kernel: kernel, stride: stride, padding: padding).over("conv2d", input.shape)
    let work = Convolution<Element>(window, images: images, outputs: outputs)
    let (x, w) = (input.storage, weight.storage)
    let result = Storage<Element>(count: images * outputs * window.outputs)
    let compute = { work.forward(x, w, bias?.storage, into: result.pointer) }
    compute()
    let operands = [input, weight] + [bias].compactMap { $0 }
    let shape = window.shape(images: images, channels: outputs)
    return Tensor.result("conv2d", result, shape, operands, again: compute) { gradient, operands in
        operands[0].addGradient { slot, adds in work.imageGradient(gradient, w, into: slot, adds: adds) }
        operands[1].addGradient { slot, adds in work.weightGradient(x, gradient, into: slot, adds: adds) }
        guard operands.count == 3 else { return }
        operands[2].addGradientToZeros { slot in work.addBiasGradient(gradient, to: slot) }
    }
}
