import CKernels

/// The largest number in each window: [N, C, H, W] → [N, C, H′, W′]. `torch.nn.MaxPool2d`.
public struct MaxPool2d<Element: Scalar>: Module {
    private let window: PoolingWindow

    /// Windows of `size` rows and columns, `stride` apart (nil: side by side), over images with `padding` rows and columns
    /// of −∞ on each side, at most half the size.
    public init(kernel size: Int, stride: Int? = nil, padding: Int = 0) {
        window = PoolingWindow("MaxPool2d", size, stride: stride, padding: padding)
    }

    /// The gradient goes to the first of equal numbers; NaN counts as the largest. In an empty image only the padding is
    /// seen: −∞ (PyTorch refuses it).
    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let (planes, shape) = window.over("maxPool2d", input.shape)
        let (type, x) = (Element.kernelType, input.storage)
        let result = Storage<Element>(count: Tensor<Element>.count(of: shape))
        let places = Storage<Int32>(count: result.count)
        let compute = {
            planes.sharePlanes { some, unpooled, pooled in
                unsafe ck_max_pool(type, x.read + unpooled, result.pointer + pooled, places.pointer + pooled, some)
            }
        }
        compute()
        return Tensor.result("maxPool2d", result, shape, [input], again: compute) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                planes.sharePlanes { some, unpooled, pooled in
                    let (dy, places) = unsafe (gradient.read + pooled, places.read + pooled)
                    unsafe ck_max_pool_gradient(type, dy, places, slot + unpooled, some, adds)
                }
            }
        }
    }
}
