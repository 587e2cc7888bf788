import COpenBLAS

/// A matrix in a tensor's memory, row by row, perhaps read transposed.
struct Matrix<Element: Scalar> {
    private let storage: Storage<Element>
    private let offset: Int
    /// Rows and columns as they lie in memory.
    private let stored: (rows: Int, columns: Int)
    private(set) var isTransposed = false

    init(_ storage: Storage<Element>, _ rows: Int, _ columns: Int, at offset: Int = 0) {
        self.storage = storage
        self.offset = offset
        stored = (rows, columns)
    }

    var transposed: Matrix {
        var matrix = self
        matrix.isTransposed.toggle()
        return matrix
    }

    var rows: Int { isTransposed ? stored.columns : stored.rows }
    var columns: Int { isTransposed ? stored.rows : stored.columns }
    fileprivate var pointer: UnsafePointer<Element> { storage.read + offset }
    fileprivate var rowStride: blasint { blasint(max(stored.columns, 1)) }
    fileprivate var order: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
}

/// OpenBLAS keeps to one thread: the sums are then the same on every run.
private let oneThread: Void = openblas_set_num_threads(1)

extension Kernels {
    /// c ← a·b, or c ← c + a·b when `adds`; c is contiguous.
    static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        adds: Bool
    ) {
        assert(a.columns == b.rows)
        guard a.rows > 0, b.columns > 0 else { return }
        guard a.columns > 0 else {
            if !adds { fill(c, 0, a.rows * b.columns) }
            return
        }
        _ = oneThread
        let (m, n, k) = (blasint(a.rows), blasint(b.columns), blasint(a.columns))
        if Element.self == Float.self {
            cblas_sgemm(
                CblasRowMajor,
                a.order,
                b.order,
                m,
                n,
                k,
                1,
                f(a.pointer),
                a.rowStride,
                f(b.pointer),
                b.rowStride,
                adds ? 1 : 0,
                f(c),
                n
            )
        } else {
            cblas_dgemm(
                CblasRowMajor,
                a.order,
                b.order,
                m,
                n,
                k,
                1,
                d(a.pointer),
                a.rowStride,
                d(b.pointer),
                b.rowStride,
                adds ? 1 : 0,
                d(c),
                n
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
        let (x, y) = (storage, other.storage)
        func a(_ i: Int) -> Matrix<Element> { Matrix(x, m, k, at: i * m * k) }
        func b(_ i: Int) -> Matrix<Element> { Matrix(y, k, n, at: i * k * n) }

        let result = Storage<Element>(count: batch * m * n)
        for i in 0..<batch { Kernels.multiply(a(i), b(i), into: result.pointer + i * m * n, adds: false) }
        return Tensor.result("matmul", result, left.dropLast() + [n], [self, other]) { gradient, inputs in
            func d(_ i: Int) -> Matrix<Element> { Matrix(gradient, m, n, at: i * m * n) }
            inputs[0].addGradient { slot, adds in
                for i in 0..<batch {
                    Kernels.multiply(d(i), b(i).transposed, into: slot + i * m * k, adds: adds)
                }
            }
            inputs[1].addGradient { slot, adds in
                for i in 0..<batch {
                    Kernels.multiply(a(i).transposed, d(i), into: slot + i * k * n, adds: adds)
                }
            }
        }
    }
}
