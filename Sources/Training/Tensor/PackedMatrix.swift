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
        if let panels {
            Kernels.multiplyPacked(a, panels.read, c, count, matrix.columns, matrix.rows)
        } else {
            Kernels.multiplyByBLAS(Matrix(at: a, count, matrix.rows), matrix, into: c, matrix.columns, adds: true)
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

    /// c ← c + a·b.
    fileprivate static func multiplyPacked(
        _ a: UnsafePointer<Element>,
        _ panels: UnsafePointer<Element>,
        _ c: UnsafeMutablePointer<Element>,
        _ m: Int,
        _ n: Int,
        _ k: Int
    ) {
        if isFloat {
            ck_multiply_packed_f32(f(a), k, f(panels), f(c), n, f(c), n, m, n, k)
        } else {
            ck_multiply_packed_f64(d(a), k, d(panels), d(c), n, d(c), n, m, n, k)
        }
    }
}
