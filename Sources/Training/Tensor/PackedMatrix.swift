import CKernels

/// A matrix [k, n] packed once for products with many matrices of few rows, such as a recurrent layer's at every time step.
/// Each element of a product is summed in the order of k, for any number of rows.
struct PackedMatrix<Element: Scalar> {
    private let rows: Int
    private let columns: Int
    private let panels: Storage<Element>

    init(_ matrix: Matrix<Element>) {
        (rows, columns) = (matrix.rows, matrix.columns)
        panels = Storage(count: ck_packed_count(Element.kernelType, rows, columns))
        unsafe ck_pack(Element.kernelType, matrix.forC, panels.pointer, rows, columns)
    }

    /// c ← c + a·self, with `count` rows in a and in c, both contiguous.
    func addProduct(of a: UnsafePointer<Element>, _ count: Int, to c: UnsafeMutablePointer<Element>) {
        unsafe multiply(
            Matrix(at: a, count, rows, stride: rows),
            0..<rows,
            columns: columns,
            into: c,
            stride: columns,
            adds: true
        )
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
        assert(a.columns == depth.count && depth.upperBound <= rows && columns <= self.columns)
        unsafe ck_multiply_packed(
            Element.kernelType,
            a.forC,
            panels.read,
            rows,
            depth.lowerBound,
            depth.count,
            adds ? UnsafePointer(c) : nil,
            stride,
            c,
            stride,
            a.rows,
            columns
        )
    }
}
