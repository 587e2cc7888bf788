/// One head of one example: its offsets in the arrays, and its products, which skip most of the area above the diagonal.
struct AttentionHead {
    private let time: Int
    private let width: Int
    private let size: Int
    /// The offset of the head's first output in [batch, time, width].
    let offset: Int
    /// The offset of its weights [time, time].
    let sharesOffset: Int
    /// The offset of its queries in [batch, time, 3 · width].
    private let joinedOffset: Int

    init(_ index: Int, heads: Int, time: Int, width: Int) {
        let (example, head) = index.quotientAndRemainder(dividingBy: heads)
        self.time = time
        self.width = width
        size = width / heads
        offset = example * time * width + head * size
        joinedOffset = example * time * 3 * width + head * size
        sharesOffset = index * time * time
    }

    /// Queries, keys and values, [time, size] each.
    func parts<Element>(
        of joined: UnsafePointer<Element>
    ) -> (queries: Matrix<Element>, keys: Matrix<Element>, values: Matrix<Element>) {
        func part(_ which: Int) -> Matrix<Element> {
            unsafe Matrix(at: joined + joinedOffset + which * width, time, size, stride: 3 * width)
        }
        return (part(0), part(1), part(2))
    }

    /// The destinations of their gradients.
    func slots<Element>(
        in joined: UnsafeMutablePointer<Element>
    ) -> (
        queries: UnsafeMutablePointer<Element>, keys: UnsafeMutablePointer<Element>,
        values: UnsafeMutablePointer<Element>
    ) {
        let first = unsafe joined + joinedOffset
        return unsafe (first, first + width, first + 2 * width)
    }

    /// The rows that are computed together; columns after the last of them are skipped.
    private var blocks: [Range<Int>] {
        stride(from: 0, to: time, by: 16).map { $0..<min($0 + 16, time) }
    }

    /// c [time, time] ← a·b on and below the diagonal, and in the rest of each block.
    func weigh<Element>(_ a: Matrix<Element>, _ b: PackedMatrix<Element>, into c: UnsafeMutablePointer<Element>) {
        for rows in blocks {
            let place = unsafe c + rows.lowerBound * time
            unsafe b.multiply(a.rows(rows), 0..<size, columns: rows.upperBound, into: place, stride: time, adds: false)
        }
    }

    /// c [time, size] ← p·b, or pᵀ·b, or added to c, where p [time, time] is 0 above the diagonal.
    func collect<Element>(
        _ p: UnsafePointer<Element>,
        transposed: Bool = false,
        _ b: PackedMatrix<Element>,
        into c: UnsafeMutablePointer<Element>,
        stride: Int,
        adds: Bool
    ) {
        for rows in blocks {
            let depth = transposed ? rows.lowerBound..<time : 0..<rows.upperBound
            let (height, width) = transposed ? (depth.count, rows.count) : (rows.count, depth.count)
            let first = unsafe p + rows.lowerBound * time + (transposed ? rows.lowerBound : 0)
            let part = unsafe Matrix(at: first, height, width, stride: time)
            let a = transposed ? part.transposed : part
            unsafe b.multiply(a, depth, columns: size, into: c + rows.lowerBound * stride, stride: stride, adds: adds)
        }
    }
}
