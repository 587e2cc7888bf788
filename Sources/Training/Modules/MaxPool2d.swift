import CKernels

/// The largest number in each window: [N, C, H, W] → [N, C, H′, W′]. `torch.nn.MaxPool2d`.
public struct MaxPool2d<Element: Scalar>: Module {
    private let window: Window

    /// - Parameters:
    ///   - size: height and width of a window.
    ///   - stride: from one window to the next; the size when nil.
    ///   - padding: rows and columns of −∞ on each side, at most half the size.
    public init(kernel size: Int, stride: Int? = nil, padding: Int = 0) {
        require(2 * padding <= size, "MaxPool2d: the padding must be at most half the kernel")
        let step = stride ?? size
        window = Window("MaxPool2d", kernel: (size, size), stride: (step, step), padding: (padding, padding))
    }

    /// The gradient goes to the first of equals; a NaN is larger than any number. Of an empty image only the padding is
    /// seen: −∞ (PyTorch refuses it).
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let image = window.over("maxPool2d", input.shape)
        var all = image
        all.channels = Int64(input.shape[0] * input.shape[1])
        let shape = image.shape(images: input.shape[0], channels: input.shape[1])
        let result = Storage<Element>(count: Tensor<Element>.count(of: shape))
        let places = Storage<Int32>(count: result.count)
        let x = input.storage
        let compute = { [all] in unsafe Kernels.maxPool(x.read, result.pointer, places.pointer, all) }
        compute()
        return Tensor.result("maxPool2d", result, shape, [input], again: compute) { [all] gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                unsafe Kernels.maxPoolGradient(gradient.read, places.read, slot, all, adds)
            }
        }
    }
}
