import COpenBLAS

/// A matrix in a tensor's memory, its rows evenly spaced, perhaps read transposed.
struct Matrix<Element: Scalar> {
    let pointer: UnsafePointer<Element>
    /// Rows and columns as they lie in memory, and from one row to the next.
    private let stored: (rows: Int, columns: Int)
    private let stride: Int
    private(set) var isTransposed = false
    /// Keeps the memory alive.
    private let storage: Storage<Element>

    init(_ storage: Storage<Element>, _ rows: Int, _ columns: Int, at offset: Int = 0) {
        self.init(storage, rows, columns, at: offset, stride: columns)
    }

    init(_ storage: Storage<Element>, _ rows: Int, _ columns: Int, at offset: Int, stride: Int) {
        self.storage = storage
        pointer = storage.read + offset
        stored = (rows, columns)
        self.stride = stride
    }

    private init(_ matrix: Matrix, at offset: Int, _ rows: Int, _ columns: Int) {
        storage = matrix.storage
        pointer = matrix.pointer + offset
        stored = (rows, columns)
        stride = matrix.stride
        isTransposed = matrix.isTransposed
    }

    var transposed: Matrix {
        var matrix = self
        matrix.isTransposed.toggle()
        return matrix
    }

    var rows: Int { isTransposed ? stored.columns : stored.rows }
    var columns: Int { isTransposed ? stored.rows : stored.columns }

    /// Some of the rows.
    func rows(_ range: Range<Int>) -> Matrix {
        isTransposed
            ? Matrix(self, at: range.lowerBound, stored.rows, range.count)
            : Matrix(self, at: range.lowerBound * stride, range.count, stored.columns)
    }

    /// Some of the columns.
    func columns(_ range: Range<Int>) -> Matrix { transposed.rows(range).transposed }

    fileprivate var rowStride: blasint { blasint(max(stride, 1)) }
    fileprivate var order: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
}

/// OpenBLAS itself keeps to one thread; large products are shared out here, among the threads of all other work.
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
        let (rows, columns) = (a.rows, b.columns)
        let parts = Threads.count
        guard parts > 1, rows * columns * a.columns >= leastShared * parts, max(rows, columns) >= 48 * parts else {
            return multiply(a, b, into: c, columns: columns, adds: adds)
        }
        // The longer side of c is cut, where most kernels' blocks end.
        let (length, block) = (max(rows, columns), 48)
        func cut(_ part: Int) -> Int { part == parts ? length : length * part / parts / block * block }
        Threads.share(parts) { part in
            let range = cut(part)..<cut(part + 1)
            if rows >= columns {
                multiply(a.rows(range), b, into: c + range.lowerBound * columns, columns: columns, adds: adds)
            } else {
                multiply(a, b.columns(range), into: c + range.lowerBound, columns: columns, adds: adds)
            }
        }
    }

    /// The fewest multiplications in a part of a product: some 20 µs of one core.
    private static var leastShared: Int { 1 << 20 }

    /// The same in the calling thread, for a part of c whose rows lie `columns` apart.
    private static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        columns: Int,
        adds: Bool
    ) {
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
                blasint(columns)
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
                blasint(columns)
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
