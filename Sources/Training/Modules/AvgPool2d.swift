import CKernels

/// The mean of each window: [N, C, H, W] → [N, C, H′, W′]. `torch.nn.AvgPool2d`; padding counts as zeros.
public struct AvgPool2d<Element: Scalar>: Module {
    private let window: Window

    /// - Parameters:
    ///   - size: height and width of a window.
    ///   - stride: from one window to the next; the size when nil.
    ///   - padding: rows and columns of zeros on each side, at most half the size.
    public init(kernel size: Int, stride: Int? = nil, padding: Int = 0) {
        require(2 * padding <= size, "AvgPool2d: the padding must be at most half the kernel")
        let step = stride ?? size
        window = Window("AvgPool2d", kernel: (size, size), stride: (step, step), padding: (padding, padding))
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let image = window.over("avgPool2d", input.shape)
        var all = image
        all.channels = Int64(input.shape[0] * input.shape[1])
        let shape = image.shape(images: input.shape[0], channels: input.shape[1])
        let result = Storage<Element>(count: Tensor<Element>.count(of: shape))
        let x = input.storage
        let compute = { [all] in unsafe Kernels.averagePool(x.read, result.pointer, all) }
        compute()
        return Tensor.result("avgPool2d", result, shape, [input], again: compute) { [all] gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in unsafe Kernels.averagePoolGradient(gradient.read, slot, all) }
        }
    }
}
