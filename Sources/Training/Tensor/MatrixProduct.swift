import CKernels

/// A matrix in memory, its rows evenly spaced, perhaps read transposed.
struct Matrix<Element: Scalar> {
    let pointer: UnsafePointer<Element>
    /// Rows and columns as they lie in memory, and from one row to the next.
    private let stored: (rows: Int, columns: Int)
    let stride: Int
    private(set) var isTransposed = false
    /// Keeps the memory alive, where it is a tensor's.
    private let storage: Storage<Element>?

    init(_ storage: Storage<Element>, _ rows: Int, _ columns: Int, at offset: Int = 0) {
        self.init(storage, storage.read + offset, (rows, columns), stride: columns)
    }

    /// In memory that somebody else keeps alive; `stride` numbers from one row to the next.
    init(at pointer: UnsafePointer<Element>, _ rows: Int, _ columns: Int, stride: Int) {
        self.init(nil, pointer, (rows, columns), stride: stride)
    }

    private init(
        _ storage: Storage<Element>?,
        _ pointer: UnsafePointer<Element>,
        _ stored: (rows: Int, columns: Int),
        stride: Int
    ) {
        self.storage = storage
        self.pointer = pointer
        self.stored = stored
        self.stride = stride
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
        guard !isTransposed else { return transposed.columns(range).transposed }
        return Matrix(storage, pointer + range.lowerBound * stride, (range.count, stored.columns), stride: stride)
    }

    /// Some of the columns.
    func columns(_ range: Range<Int>) -> Matrix {
        guard !isTransposed else { return transposed.rows(range).transposed }
        return Matrix(storage, pointer + range.lowerBound, (stored.rows, range.count), stride: stride)
    }

    var forC: ck_matrix { ck_matrix(at: pointer, stride: stride, transposed: isTransposed) }
}

extension Kernels {
    /// c ← a·b, or c ← c + a·b when `adds`; c is contiguous. Large products are shared out to threads.
    static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        adds: Bool
    ) {
        multiply(a, b, startingAt: adds ? UnsafePointer(c) : nil, stride: b.columns, into: c)
    }

    /// c ← row + a·b, the row added to each of c's; nil is 0.
    static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        plusRow row: Storage<Element>?,
        into c: UnsafeMutablePointer<Element>
    ) {
        multiply(a, b, startingAt: row?.read, stride: 0, into: c)
    }

    /// c ← start + a·b. `start` is c itself or, with a stride of 0, one row for all; nil is 0.
    private static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        startingAt start: UnsafePointer<Element>?,
        stride: Int,
        into c: UnsafeMutablePointer<Element>
    ) {
        assert(a.columns == b.rows)
        let (rows, columns) = (a.rows, b.columns)
        guard rows > 0, columns > 0 else { return }
        let work = rows * columns * a.columns
        // The longer side of c is cut. An element is summed in the same order however that is done.
        let length = max(rows, columns)
        let parts = max(1, min(Threads.count, work / leastWork, length / 32))
        func cut(_ part: Int) -> Int { part == parts ? length : length * part / parts / 32 * 32 }
        Threads.share(parts) { part in
            let range = cut(part)..<cut(part + 1)
            let first = range.lowerBound
            if rows >= columns {
                let start = start.map { $0 + first * stride }
                multiplyHere(a.rows(range), b, start, stride, c + first * columns, columns)
            } else {
                multiplyHere(a, b.columns(range), start.map { $0 + first }, stride, c + first, columns)
            }
        }
    }

    /// Multiplications from which a product is worth sharing out: some 20 µs of one core.
    private static var leastWork: Int { 1 << 20 }

    private static func multiplyHere(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        _ start: UnsafePointer<Element>?,
        _ startStride: Int,
        _ c: UnsafeMutablePointer<Element>,
        _ cStride: Int
    ) {
        let (type, x, y) = (Element.kernelType, a.forC, b.forC)
        let (m, n, k) = (a.rows, b.columns, a.columns)
        BlockPool.lend(ck_product_workspace(type, x, y, m, n, k)) { (workspace: UnsafeMutablePointer<Element>?) in
            ck_product(type, x, y, start, startStride, c, cStride, m, n, k, workspace)
        }
    }
}

extension Tensor {
    /// The matrix product: [m, k] · [k, n] → [m, n], or batched [b, m, k] · [b, k, n] → [b, m, n].
    ///
    /// NaN and infinity spread as arithmetic has it; k = 0 gives zeros. `torch.matmul` for these ranks.
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
