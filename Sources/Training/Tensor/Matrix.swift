import CKernels

/// A matrix in memory with evenly spaced rows, possibly transposed.
@safe struct Matrix<Element: Scalar> {
    let pointer: UnsafePointer<Element>
    /// Rows and columns in memory, before any transposition.
    private let stored: (rows: Int, columns: Int)
    let stride: Int
    private(set) var isTransposed = false
    /// Keeps a tensor's memory alive.
    private let storage: Storage<Element>?

    init(_ storage: Storage<Element>, _ rows: Int, _ columns: Int, at offset: Int = 0) {
        unsafe self.init(storage, storage.read + offset, (rows, columns), stride: columns)
    }

    /// A matrix in memory that the caller keeps alive; `stride` is the distance of two rows.
    init(at pointer: UnsafePointer<Element>, _ rows: Int, _ columns: Int, stride: Int) {
        unsafe self.init(nil, pointer, (rows, columns), stride: stride)
    }

    private init(
        _ storage: Storage<Element>?,
        _ pointer: UnsafePointer<Element>,
        _ stored: (rows: Int, columns: Int),
        stride: Int
    ) {
        self.storage = storage
        unsafe self.pointer = unsafe pointer
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
        return unsafe Matrix(
            storage,
            pointer + range.lowerBound * stride,
            (range.count, stored.columns),
            stride: stride
        )
    }

    /// Some of the columns.
    func columns(_ range: Range<Int>) -> Matrix {
        guard !isTransposed else { return transposed.rows(range).transposed }
        return unsafe Matrix(storage, pointer + range.lowerBound, (stored.rows, range.count), stride: stride)
    }

    var forC: ck_matrix { unsafe ck_matrix(at: pointer, stride: stride, transposed: isTransposed) }
}
