extension Tensor {
    /// The matrix product: [m, k] · [k, n] → [m, n], or batched [b, m, k] · [b, k, n] → [b, m, n].
    ///
    /// NaN and infinity propagate as in arithmetic; k = 0 gives zeros. `torch.matmul` for these ranks.
    @specialized(where Element == Float)
    public func matmul(_ other: Tensor) -> Tensor {
        let (left, right) = (shape, other.shape)
        guard left.count == right.count, left.count == 2 || left.count == 3,
            left.last == right[right.count - 2], left.count == 2 || left[0] == right[0]
        else { shapeError("matmul", left, right, "expected [m, k] · [k, n] or [b, m, k] · [b, k, n]") }
        let batch = left.count == 3 ? left[0] : 1
        let (m, k, n) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        let (x, y) = (storage, other.storage)
        func a(_ i: Int) -> Matrix<Element> { Matrix(x, m, k, at: i * m * k) }
        func b(_ i: Int) -> Matrix<Element> { Matrix(y, k, n, at: i * k * n) }

        let result = Storage<Element>(count: Tensor.count(of: left.dropLast() + [n]))
        for i in 0..<batch { unsafe Kernels.multiply(a(i), b(i), into: result.pointer + i * m * n, adds: false) }
        return Tensor.result("matmul", result, left.dropLast() + [n], [self, other]) { gradient, inputs in
            func d(_ i: Int) -> Matrix<Element> { Matrix(gradient, m, n, at: i * m * n) }
            unsafe inputs[0].addGradient { slot, adds in
                for i in 0..<batch {
                    unsafe Kernels.multiply(d(i), b(i).transposed, into: slot + i * m * k, adds: adds)
                }
            }
            unsafe inputs[1].addGradient { slot, adds in
                for i in 0..<batch {
                    unsafe Kernels.multiply(a(i).transposed, d(i), into: slot + i * k * n, adds: adds)
                }
            }
        }
    }
}
