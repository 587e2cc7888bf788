import CKernels

extension Tensor {
    /// The filters at every position of images, plus the bias: [N, in, H, W] → [N, out, H′, W′]. The filters are not flipped.
    /// `torch.nn.functional.conv2d`.
    ///
    /// - Parameters:
    ///   - weight: [out, in, height, width].
    ///   - bias: [out]; nil for none.
    ///   - stride: rows and columns from one position to the next.
    ///   - padding: rows and columns of zeros on each side.
    @specialized(where Element == Float)
    public func conv2d(
        weight: Tensor,
        bias: Tensor? = nil,
        stride: (Int, Int) = (1, 1),
        padding: (Int, Int) = (0, 0)
    ) -> Tensor {
        guard weight.shape.count == 4, shape.count == 4, shape[1] == weight.shape[1] else {
            shapeError("conv2d", shape, weight.shape, "expected [N, in, H, W] and a weight [out, in, height, width]")
        }
        let (images, outputs) = (shape[0], weight.shape[0])
        if let bias, bias.shape != [outputs] {
            shapeError("conv2d", weight.shape, bias.shape, "expected a bias [\(outputs)]")
        }
        let kernel = (weight.shape[2], weight.shape[3])
        let window = Window("conv2d", kernel: kernel, stride: stride, padding: padding).over("conv2d", self.shape)
        let work = Convolution<Element>(window, images: images, outputs: outputs)
        let (x, w) = (storage, weight.storage)
        let result = Storage<Element>(count: images * outputs * window.outputs)
        let compute = { unsafe work.forward(x, w, bias?.storage, into: result.pointer) }
        compute()
        let operands = [self, weight] + [bias].compactMap { $0 }
        let shape = window.shape(images: images, channels: outputs)
        return Tensor.result("conv2d", result, shape, operands, again: compute) { gradient, operands in
            unsafe operands[0].addGradient { slot, adds in
                unsafe work.imageGradient(gradient, w, into: slot, adds: adds)
            }
            unsafe operands[1].addGradient { slot, adds in
                unsafe work.weightGradient(x, gradient, into: slot, adds: adds)
            }
            guard operands.count == 3 else { return }
            unsafe operands[2].addGradientToZeros { slot in unsafe work.addBiasGradient(gradient, to: slot) }
        }
    }
}
