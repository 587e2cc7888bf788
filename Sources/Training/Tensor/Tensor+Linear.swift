import CKernels

extension Tensor {
    /// x·Wᵀ + b over the last axis as one operation: [..., in] → [..., out]. `torch.nn.functional.linear`.
    ///
    /// - Parameters:
    ///   - weight: [out, in].
    ///   - bias: [out]; nil for none.
    @specialized(where Element == Float)
    public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        guard weight.shape.count == 2, let inputs = shape.last, inputs == weight.shape[1] else {
            shapeError("linear", shape, weight.shape, "expected [..., in] and a weight [out, in]")
        }
        let outputs = weight.shape[0]
        let rows = shape.dropLast().reduce(1, *)
        let (x, w) = (Matrix(storage, rows, inputs), Matrix(weight.storage, outputs, inputs))
        let shape = Array(shape.dropLast() + [outputs])
        let result = Storage<Element>(count: Tensor.count(of: shape))
        if let bias, bias.shape != [outputs] {
            shapeError("linear", weight.shape, bias.shape, "expected a bias [\(outputs)]")
        }
        let compute = { unsafe Kernels.multiply(x, w.transposed, plusRow: bias?.storage, into: result.pointer) }
        compute()
        let operands = bias.map { [self, weight, $0] } ?? [self, weight]
        return Tensor.result("linear", result, shape, operands, again: compute) { gradient, operands in
            let d = Matrix(gradient, rows, outputs)
            unsafe operands[0].addGradient { slot, adds in unsafe Kernels.multiply(d, w, into: slot, adds: adds) }
            unsafe operands[1].addGradient { slot, adds in
                unsafe Kernels.multiply(d.transposed, x, into: slot, adds: adds)
            }
            guard operands.count == 3 else { return }
            unsafe operands[2].addGradient { slot, adds in
                unsafe ck_sum_axis(Element.kernelType, gradient.read, slot, 1, rows, outputs, 1, adds)
            }
        }
    }
}
