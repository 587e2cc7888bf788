import CKernels

extension Kernels {
    /// c ← a·b, or c ← c + a·b when `adds`; c is contiguous. Large products use several threads.
    static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        adds: Bool
    ) {
        unsafe multiply(a, b, startingAt: adds ? UnsafePointer(c) : nil, stride: b.columns, into: c)
    }

    /// c ← row + a·b, the row added to each of c's; nil is 0.
    static func multiply(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        plusRow row: Storage<Element>?,
        into c: UnsafeMutablePointer<Element>
    ) {
        unsafe multiply(a, b, startingAt: row?.read, stride: 0, into: c)
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
        // The longer side of c is divided. The order of each element's sum does not depend on it.
        let length = max(rows, columns)
        let parts = max(1, min(Threads.count, work / leastWork, length / 32))
        func cut(_ part: Int) -> Int { part == parts ? length : length * part / parts / 32 * 32 }
        Threads.share(parts) { part in
            let range = cut(part)..<cut(part + 1)
            let first = range.lowerBound
            if rows >= columns {
                let start = unsafe start.map { unsafe $0 + first * stride }
                unsafe multiplyHere(a.rows(range), b, start, stride, c + first * columns, columns)
            } else {
                unsafe multiplyHere(
                    a,
                    b.columns(range),
                    start.map { unsafe $0 + first },
                    stride,
                    unsafe c + first,
                    columns
                )
            }
        }
    }

    /// The multiplications from which threads pay off: some 20 µs of one core.
    private static var leastWork: Int { 1 << 20 }

    private static func multiplyHere(
        _ a: Matrix<Element>,
        _ b: Matrix<Element>,
        _ start: UnsafePointer<Element>?,
        _ startStride: Int,
        _ c: UnsafeMutablePointer<Element>,
        _ cStride: Int
    ) {
        let (type, x, y) = unsafe (Element.kernelType, a.forC, b.forC)
        let (m, n, k) = (a.rows, b.columns, a.columns)
        unsafe BlockPool.lend(ck_product_workspace(type, x, y, m, n, k)) {
            (workspace: UnsafeMutablePointer<Element>?) in
            unsafe ck_product(type, x, y, start, startStride, c, cStride, m, n, k, workspace)
        }
    }
}
