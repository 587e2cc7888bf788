import CKernels

extension Tensor {
    /// a + b, element by element; shapes broadcast as NumPy's do. `torch.add`.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        zip("add", CK_ADD, left, right) { gradient, _, _, _, shape, inputs in
            // The first may adopt the memory, so the second reads it before.
            inputs[1].acceptCopy(of: gradient, scaledBy: 1, collapsedFrom: shape)
            inputs[0].acceptGradient(gradient, collapsedFrom: shape)
        }
    }

    /// a − b, element by element; shapes broadcast as NumPy's do. `torch.sub`.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        zip("sub", CK_SUBTRACT, left, right) { gradient, _, _, _, shape, inputs in
            inputs[1].acceptCopy(of: gradient, scaledBy: -1, collapsedFrom: shape)
            inputs[0].acceptGradient(gradient, collapsedFrom: shape)
        }
    }

    /// a · b, element by element; shapes broadcast as NumPy's do. `torch.mul`.
    public static func * (left: Tensor, right: Tensor) -> Tensor {
        zip("mul", CK_MULTIPLY, left, right) { gradient, a, b, _, shape, inputs in
            let count = gradient.count
            if inputs[1].requiresGrad {
                let product = Storage<Element>(count: count)
                unsafe Kernels.multiply(1, gradient.read, a.read, product.pointer, count, false)
                inputs[1].acceptGradient(product, collapsedFrom: shape)
            }
            guard inputs[0].requiresGrad else { return }
            unsafe Kernels.multiply(1, gradient.read, b.read, gradient.pointer, count, false)
            inputs[0].acceptGradient(gradient, collapsedFrom: shape)
        }
    }

    /// a / b, element by element; shapes broadcast as NumPy's do; division by 0 gives ±∞ or NaN. `torch.div`.
    public static func / (left: Tensor, right: Tensor) -> Tensor {
        zip("div", CK_DIVIDE, left, right) { gradient, _, b, quotient, shape, inputs in
            let count = gradient.count
            if inputs[1].requiresGrad {
                let product = Storage<Element>(count: count)
                let (y, dy) = unsafe (quotient.read, gradient.read)
                unsafe ck_divisor_gradient(Element.kernelType, y, b.read, dy, product.pointer, count, false)
                inputs[1].acceptGradient(product, collapsedFrom: shape)
            }
            guard inputs[0].requiresGrad else { return }
            unsafe Kernels.zip(CK_DIVIDE, gradient.read, b.read, gradient.pointer, count)
            inputs[0].acceptGradient(gradient, collapsedFrom: shape)
        }
    }

    private typealias ZipGradient = (
        _ gradient: Storage<Element>, _ a: Storage<Element>, _ b: Storage<Element>, _ result: Storage<Element>,
        _ shape: [Int], _ inputs: [Tensor]
    ) -> Void

    @specialized(where Element == Float)
    private static func zip(
        _ name: StaticString,
        _ operation: ck_binary,
        _ left: Tensor,
        _ right: Tensor,
        _ propagate: @escaping ZipGradient
    ) -> Tensor {
        let shape = broadcast(name.description, left.shape, right.shape)
        let (a, b) = (left.expanded(to: shape), right.expanded(to: shape))
        let result = Storage<Element>(count: a.count)
        unsafe Kernels.zip(operation, a.read, b.read, result.pointer, a.count)
        return Tensor.result(name, result, shape, [left, right]) { gradient, inputs in
            propagate(gradient, a, b, result, shape, inputs)
        }
    }

    private func acceptCopy(of gradient: Storage<Element>, scaledBy scale: Element, collapsedFrom target: [Int]) {
        guard requiresGrad else { return }
        if shape == target {
            unsafe addGradient { slot, adds in unsafe Kernels.axpy(scale, gradient.read, slot, count, adds) }
        } else if scale == 1 {
            acceptGradient(gradient, collapsedFrom: target)
        } else {
            let scaled = Storage<Element>(count: gradient.count)
            unsafe Kernels.axpy(scale, gradient.read, scaled.pointer, gradient.count, false)
            acceptGradient(scaled, collapsedFrom: target)
        }
    }
}
