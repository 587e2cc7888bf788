import CKernels

extension Tensor {
    /// Whether no number is NaN or infinite. `torch.isfinite(x).all()`.
    var isFinite: Bool { unsafe Kernels.measureOf(CK_LARGEST_MAGNITUDE, storage.read, .infinity, count).isFinite }

    /// The sum of all elements, of shape []; 0 for an empty tensor. `torch.sum`.
    public func sum() -> Tensor { total("sum", scale: 1) }

    /// The mean of all elements, of shape []; NaN for an empty tensor. `torch.mean`.
    public func mean() -> Tensor { total("mean", scale: 1 / Element(count)) }

    /// The sums along one axis, which is removed from the shape or kept with length 1. `torch.sum(dim=)`.
    public func sum(axis: Int, keepDim: Bool = false) -> Tensor {
        reduce("sum", axis: axis, keepDim: keepDim) { _ in 1 }
    }

    /// The means along one axis, NaN where the axis is empty. `torch.mean(dim=)`.
    public func mean(axis: Int, keepDim: Bool = false) -> Tensor {
        reduce("mean", axis: axis, keepDim: keepDim) { 1 / Element($0) }
    }

    /// The largest element along one axis and its index: the first of equals, and NaN before any number. The
    /// gradient goes to that element alone. `torch.max(dim=)`.
    public func max(axis: Int, keepDim: Bool = false) -> (values: Tensor, indices: [Int]) {
        let view = AxisView("max", shape, axis: axis)
        guard view.length > 0 else { shapeError("max", shape, "axis \(axis) is empty") }
        let result = Storage<Element>(count: view.outer * view.inner)
        var indices = [Int64](repeating: 0, count: result.count)
        unsafe ck_max_axis(
            Element.kernelType,
            storage.read,
            result.pointer,
            &indices,
            view.outer,
            view.length,
            view.inner
        )
        let places = indices.map { Int($0) }
        let shape = reducedShape("max", axis: axis, keepDim: keepDim)
        let values = Tensor.result("max", result, shape, [self]) { gradient, inputs in
            unsafe inputs[0].addGradientToZeros { slot in
                for (position, index) in places.enumerated() {
                    let (outer, inner) = position.quotientAndRemainder(dividingBy: view.inner)
                    unsafe slot[(outer * view.length + index) * view.inner + inner] += gradient.pointer[position]
                }
            }
        }
        return (values, places)
    }

    /// The index of the largest element along one axis, in row-major order of the other axes. `torch.argmax`.
    public func argmax(axis: Int = -1) -> [Int] { withoutGrad { max(axis: axis).indices } }

    private func total(_ name: StaticString, scale: Element) -> Tensor {
        let result = Storage<Element>(count: 1)
        unsafe result.pointer[0] = unsafe Element(ck_sum(Element.kernelType, storage.read, count)) * scale
        // An empty mean is 0 · ∞ here: NaN, as in PyTorch.
        let count = count
        return Tensor.result(name, result, [], [self]) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                unsafe ck_spread_axis(Element.kernelType, gradient.read, slot, 1, count, 1, Double(scale), adds)
            }
        }
    }

    private func reduce(
        _ name: StaticString,
        axis: Int,
        keepDim: Bool,
        scale: (_ length: Int) -> Element
    ) -> Tensor {
        let view = AxisView(name.description, shape, axis: axis)
        let (type, factor) = (Element.kernelType, Double(scale(view.length)))
        let result = Storage<Element>(count: view.outer * view.inner)
        let (x, y) = unsafe (storage.read, result.pointer)
        unsafe ck_sum_axis(type, x, y, view.outer, view.length, view.inner, factor, false)
        let shape = reducedShape(name.description, axis: axis, keepDim: keepDim)
        return Tensor.result(name, result, shape, [self]) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                let dy = unsafe gradient.read
                unsafe ck_spread_axis(type, dy, slot, view.outer, view.length, view.inner, factor, adds)
            }
        }
    }

    private func reducedShape(_ operation: String, axis: Int, keepDim: Bool) -> [Int] {
        let position = AxisView.position(operation, shape, axis)
        var reduced = shape
        if keepDim { reduced[position] = 1 } else { reduced.remove(at: position) }
        return reduced
    }
}
