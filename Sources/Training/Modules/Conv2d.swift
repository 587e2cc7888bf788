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
public func conv2d<Element: Scalar>(
    _ input: Tensor<Element>,
    _ weight: Tensor<Element>,
    _ bias: Tensor<Element>? = nil,
    stride: (Int, Int) = (1, 1),
    padding: (Int, Int) = (0, 0)
) -> Tensor<Element> {
    guard weight.shape.count == 4, input.shape.count == 4, input.shape[1] == weight.shape[1] else {
        shapeFailure(
            "conv2d",
            input.shape,
            weight.shape,
            "expected [N, in, H, W] and a weight [out, in, height, width]"
        )
    }
    let (images, outputs) = (input.shape[0], weight.shape[0])
    if let bias, bias.shape != [outputs] {
        shapeFailure("conv2d", weight.shape, bias.shape, "expected a bias [\(outputs)]")
    }
    let kernel = (weight.shape[2], weight.shape[3])
    let window = Window("conv2d", kernel: kernel, stride: stride, padding: padding).over("conv2d", input.shape)
    let (taps, places) = (weight.count / max(outputs, 1), window.outputs)
    let imageSize = input.count / max(images, 1)
    let (x, w) = (input.storage, Matrix(weight.storage, outputs, taps))
    let result = Storage<Element>(count: images * outputs * places)
    let columns = Storage<Element>(count: taps * places)
    for image in 0..<images {
        let target = result.pointer + image * outputs * places
        if let bias { Kernels.spreadAxis(bias.storage.read, target, outputs, places, 1, 1, false) }
        Kernels.unfold(x.read + image * imageSize, columns.pointer, window)
        Kernels.multiply(w, Matrix(columns, taps, places), into: target, adds: bias != nil)
    }
    let operands = [input, weight] + [bias].compactMap { $0 }
    let shape = window.shape(images: images, channels: outputs)
    return Tensor.result("conv2d", result, shape, operands) { gradient, operands in
        func d(_ image: Int) -> Matrix<Element> {
            Matrix(gradient, outputs, places, at: image * outputs * places)
        }
        let columns = Storage<Element>(count: taps * places)
        operands[0].addGradientToZeros { slot in
            for image in 0..<images {
                Kernels.multiply(w.transposed, d(image), into: columns.pointer, adds: false)
                Kernels.fold(columns.read, slot + image * imageSize, window)
            }
        }
        operands[1].addGradientToZeros { slot in
            // The columns are made again: kept, they would be as many copies of the input as a filter has places.
            for image in 0..<images {
                Kernels.unfold(x.read + image * imageSize, columns.pointer, window)
                Kernels.multiply(d(image), Matrix(columns, taps, places).transposed, into: slot, adds: true)
            }
        }
        guard operands.count == 3 else { return }
        operands[2].addGradientToZeros { slot in
            for image in 0..<images {
                Kernels.sumAxis(gradient.read + image * outputs * places, slot, outputs, places, 1, 1, true)
            }
        }
    }
}
