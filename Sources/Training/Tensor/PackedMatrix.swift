import CKernels

/// A matrix [k, n] laid out once for products with many few-rowed matrices, as a recurrent layer has them at every time
/// step. Each element of a product is summed in the order of k, whatever the number of rows.
struct PackedMatrix<Element: Scalar> {
    private let matrix: Matrix<Element>
    /// Nil where products are left to OpenBLAS, which lays its operands out anew each time.
    private let panels: Storage<Element>?

    init(_ matrix: Matrix<Element>) {
        self.matrix = matrix
        guard Kernels<Element>.hasProducts else {
            panels = nil
            return
        }
        let panels = Storage<Element>(count: Kernels<Element>.packedCount(matrix.rows, matrix.columns))
        Kernels.pack(matrix, panels.pointer)
        self.panels = panels
    }

    /// c ← c + a·self, with `count` rows in a and in c, both contiguous.
    func addProduct(of a: UnsafePointer<Element>, _ count: Int, to c: UnsafeMutablePointer<Element>) {
        let a = Matrix(at: a, count, matrix.rows, stride: matrix.rows)
        multiply(a, 0..<matrix.rows, columns: matrix.columns, into: c, stride: matrix.columns, adds: true)
    }

    /// c ← a·part, or c ← c + a·part when `adds`.
    ///
    /// - Parameters:
    ///   - depth: the rows of this matrix in the part, as many as a has columns.
    ///   - columns: the columns in the part: the first ones.
    ///   - stride: from one row of c to the next.
    func multiply(
        _ a: Matrix<Element>,
        _ depth: Range<Int>,
        columns: Int,
        into c: UnsafeMutablePointer<Element>,
        stride: Int,
        adds: Bool
    ) {
        assert(a.columns == depth.count && depth.upperBound <= matrix.rows && columns <= matrix.columns)
        if let panels {
            Kernels.multiplyPacked(a, panels.read, matrix.rows, depth, c, stride, columns, adds)
        } else {
            let part = matrix.rows(depth).columns(0..<columns)
            Kernels.multiplyByBLAS(a, part, into: c, stride, adds: adds)
        }
    }
}

extension Kernels {
    fileprivate static func packedCount(_ k: Int, _ n: Int) -> Int {
        isFloat ? ck_packed_count_f32(k, n) : ck_packed_count_f64(k, n)
    }

    fileprivate static func pack(_ matrix: Matrix<Element>, _ panels: UnsafeMutablePointer<Element>) {
        let (stride, turned) = (matrix.stride, matrix.isTransposed)
        if isFloat {
            ck_pack_f32(f(matrix.pointer), stride, turned, f(panels), matrix.rows, matrix.columns)
        } else {
            ck_pack_f64(d(matrix.pointer), stride, turned, d(panels), matrix.rows, matrix.columns)
        }
    }

    fileprivate static func multiplyPacked(
        _ a: Matrix<Element>,
        _ panels: UnsafePointer<Element>,
        _ k: Int,
        _ depth: Range<Int>,
        _ c: UnsafeMutablePointer<Element>,
        _ stride: Int,
        _ n: Int,
        _ adds: Bool
    ) {
        let (m, turned, first, count) = (a.rows, a.isTransposed, depth.lowerBound, depth.count)
        let start = adds ? UnsafePointer(c) : nil
        if isFloat {
            let (x, p, s) = (f(a.pointer), f(panels), start.map(f))
            ck_multiply_packed_f32(x, a.stride, turned, p, k, first, count, s, stride, f(c), stride, m, n)
        } else {
            let (x, p, s) = (d(a.pointer), d(panels), start.map(d))
            ck_multiply_packed_f64(x, a.stride, turned, p, k, first, count, s, stride, d(c), stride, m, n)
        }
    }
}
