/// A convolution of images: [N, in, H, W] → [N, out, H′, W′]. `torch.nn.Conv2d`, with one group and no dilation.
public struct Conv2d<Element: Scalar>: Module {
    /// [out, in, height, width].
    public let weight: Tensor<Element>
    /// [out]; nil for a layer without bias.
    public let bias: Tensor<Element>?
    /// Rows and columns from one position to the next.
    public let stride: (Int, Int)
    /// Rows and columns of zeros on each side.
    public let padding: (Int, Int)

    /// Square filters with PyTorch's default initialization: weight and bias uniform in ±1/√(in · size²).
    ///
    /// - Parameters:
    ///   - inputs: channels of the images.
    ///   - outputs: filters, one for each channel of the result.
    ///   - size: height and width of a filter.
    ///   - stride: rows and columns from one position to the next.
    ///   - padding: rows and columns of zeros on each side.
    ///   - bias: whether the layer has a bias.
    ///   - generator: draws the initial weights.
    public init(
        in inputs: Int,
        out outputs: Int,
        kernel size: Int,
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

    /// Filters with given weights: weight [out, in, height, width] and bias [out].
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
        input.conv2d(weight: weight, bias: bias, stride: stride, padding: padding)
    }
}
