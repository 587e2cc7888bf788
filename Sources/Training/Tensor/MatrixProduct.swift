import COpenBLAS

/// A row-major matrix in memory, read as it lies or transposed.
struct Matrix<Element: Scalar> {
    let pointer: UnsafePointer<Element>
    /// Numbers from one row of memory to the next.
    let rowStride: Int
    var isTransposed = false

    init(_ pointer: UnsafePointer<Element>, rowStride: Int, transposed: Bool = false) {
        self.pointer = pointer
        self.rowStride = rowStride
        isTransposed = transposed
    }
}

/// OpenBLAS keeps to one thread: the sums are then the same on every run.
private let oneThread: Void = openblas_set_num_threads(1)

extension Kernels {
    /// c ← a·b, or c ← c + a·b when `adds`; c is m × n and k is the length summed over.
    static func gemm(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        m: Int,
        n: Int,
        k: Int,
        into c: UnsafeMutablePointer<Element>,
        rowStride: Int,
        adds: Bool
    ) {
        guard m > 0, n > 0 else { return }
        guard k > 0 else {
            if !adds { for row in 0..<m { fill(c + row * rowStride, 0, n) } }
            return
        }
        _ = oneThread
        let (ta, tb) = (a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans)
        let (m, n, k) = (blasint(m), blasint(n), blasint(k))
        let (lda, ldb, ldc) = (blasint(a.rowStride), blasint(b.rowStride), blasint(rowStride))
        if Element.self == Float.self {
            cblas_sgemm(
                CblasRowMajor,
                ta,
                tb,
                m,
                n,
                k,
                1,
                UnsafeRawPointer(a.pointer).assumingMemoryBound(to: Float.self),
                lda,
                UnsafeRawPointer(b.pointer).assumingMemoryBound(to: Float.self),
                ldb,
                adds ? 1 : 0,
                UnsafeMutableRawPointer(c).assumingMemoryBound(to: Float.self),
                ldc
            )
        } else {
            cblas_dgemm(
                CblasRowMajor,
                ta,
                tb,
                m,
                n,
                k,
                1,
                UnsafeRawPointer(a.pointer).assumingMemoryBound(to: Double.self),
                lda,
                UnsafeRawPointer(b.pointer).assumingMemoryBound(to: Double.self),
                ldb,
                adds ? 1 : 0,
                UnsafeMutableRawPointer(c).assumingMemoryBound(to: Double.self),
                ldc
            )
        }
    }
}

extension Tensor {
    /// The matrix product: [m, k] · [k, n] → [m, n], or batched [b, m, k] · [b, k, n] → [b, m, n].
    ///
    /// NaN and infinity spread as arithmetic has it; k = 0 gives zeros. `torch.matmul` for these ranks.
    public func matmul(_ other: Tensor) -> Tensor {
        let (left, right) = (shape, other.shape)
        guard left.count == right.count, left.count == 2 || left.count == 3,
            left.last == right[right.count - 2], left.count == 2 || left[0] == right[0]
        else { shapeFailure("matmul", left, right, "expected [m, k] · [k, n] or [b, m, k] · [b, k, n]") }
        let batch = left.count == 3 ? left[0] : 1
        let (m, k, n) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        let (a, b) = (storage, other.storage)
        let result = Storage<Element>(count: batch * m * n)
        for i in 0..<batch {
            Kernels.gemm(
                Matrix(a.read + i * m * k, rowStride: k),
                Matrix(b.read + i * k * n, rowStride: n),
                m: m,
                n: n,
                k: k,
                into: result.pointer + i * m * n,
                rowStride: n,
                adds: false
            )
        }
        return Tensor.result("matmul", result, left.dropLast() + [n], [self, other]) { gradient, inputs in
            inputs[0].addGradient { slot, adds in
                for i in 0..<batch {
                    Kernels.gemm(
                        Matrix(gradient.read + i * m * n, rowStride: n),
                        Matrix(b.read + i * k * n, rowStride: n, transposed: true),
                        m: m,
                        n: k,
                        k: n,
                        into: slot + i * m * k,
                        rowStride: k,
                        adds: adds
                    )
                }
            }
            inputs[1].addGradient { slot, adds in
                for i in 0..<batch {
                    Kernels.gemm(
                        Matrix(a.read + i * m * k, rowStride: k, transposed: true),
                        Matrix(gradient.read + i * m * n, rowStride: n),
                        m: k,
                        n: n,
                        k: m,
                        into: slot + i * k * n,
                        rowStride: n,
                        adds: adds
                    )
                }
            }
        }
    }
}
