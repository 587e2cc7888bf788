import CKernels

extension Tensor {
    /// The same numbers in row-major order under another shape, in the same memory; one axis may be −1, for
    /// the length that fits. `torch.reshape`.
    @specialized(where Element == Float)
    public func reshape(_ shape: [Int]) -> Tensor {
        var target = shape
        if let unknown = shape.firstIndex(of: -1) {
            target[unknown] = 1
            guard !target.contains(where: { $0 < 0 }) else {
                shapeError("reshape", self.shape, shape, "one axis at most may be −1")
            }
            let known = Tensor.count(of: target)
            target[unknown] = known == 0 ? 0 : count / known
        }
        guard !target.contains(where: { $0 < 0 }), Tensor.count(of: target) == count else {
            shapeError("reshape", self.shape, shape, "the counts differ")
        }
        let reshaped = Tensor.result("reshape", storage, target, [self], again: {}) { gradient, inputs in
            inputs[0].acceptGradient(gradient)
        }
        if target.last == self.shape.last { reshaped.origin = origin }
        return reshaped
    }

    /// The matrix with rows and columns exchanged: [m, n] → [n, m]. A copy. `torch.t`.
    public func transpose() -> Tensor {
        guard shape.count == 2 else { shapeError("transpose", shape, "a matrix [m, n] is needed") }
        let (rows, columns) = (shape[0], shape[1])
        let result = Storage<Element>(count: count)
        unsafe ck_transpose(Element.kernelType, storage.read, result.pointer, rows, columns, false)
        return Tensor.result("transpose", result, [columns, rows], [self]) { gradient, inputs in
            unsafe inputs[0].addGradient { slot, adds in
                unsafe ck_transpose(Element.kernelType, gradient.read, slot, columns, rows, adds)
            }
        }
    }
}
