import CKernels

extension Tensor {
    /// e^x over its sum along one axis, stable for any finite x; a row holding NaN or +∞ becomes NaN.
    /// `torch.softmax`.
    public func softmax(axis: Int = -1) -> Tensor { softmax("softmax", axis: axis, logarithm: false) }

    /// The logarithm of softmax along one axis, stable for any finite x. `torch.log_softmax`.
    public func logSoftmax(axis: Int = -1) -> Tensor { softmax("logSoftmax", axis: axis, logarithm: true) }

    private func softmax(_ name: StaticString, axis: Int, logarithm: Bool) -> Tensor {
        let view = AxisView(name.description, shape, axis: axis)
        let result = Storage<Element>(count: count)
        unsafe ck_softmax(
            Element.kernelType,
            storage.read,
            result.pointer,
            view.outer,
            view.length,
            view.inner,
            logarithm
        )
        return Tensor.result(name, result, shape, [self]) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                let (type, y, dy) = unsafe (Element.kernelType, result.read, gradient.read)
                unsafe ck_softmax_gradient(type, y, dy, slot, view.outer, view.length, view.inner, logarithm, adds)
            }
        }
    }
}
