import CKernels

/// The mean of each window: [N, C, H, W] → [N, C, H′, W′]. `torch.nn.AvgPool2d`; padding counts as zeros.
public struct AvgPool2d<Element: Scalar>: Module {
    private let window: PoolingWindow

    /// Windows of `size` rows and columns, `stride` apart (nil: side by side), over images with `padding` rows and columns
    /// of zeros on each side, at most half the size.
    public init(kernel size: Int, stride: Int? = nil, padding: Int = 0) {
        window = PoolingWindow("AvgPool2d", size, stride: stride, padding: padding)
    }

    @specialized(where Element == Float)
    public func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element> {
        let (planes, shape) = window.over("avgPool2d", input.shape)
        let (type, x) = (Element.kernelType, input.storage)
        let result = Storage<Element>(count: Tensor<Element>.count(of: shape))
        let compute = {
            planes.sharePlanes { some, unpooled, pooled in
                unsafe ck_average_pool(type, x.read + unpooled, result.pointer + pooled, some)
            }
        }
        compute()
        return Tensor.result("avgPool2d", result, shape, [input], again: compute) { gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in
                planes.sharePlanes { some, unpooled, pooled in
                    unsafe ck_average_pool_gradient(type, gradient.read + pooled, slot + unpooled, some)
                }
            }
        }
    }
}
