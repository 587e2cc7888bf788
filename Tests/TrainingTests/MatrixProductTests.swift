import Fuzzing
import Testing

@testable import Training

/// Matrix products of every class of shape against plain sums in twice the precision.
@Suite struct MatrixProductTests {
    /// 4 ulp × √k, relative to the root of the terms' squares.
    @Test(arguments: ShapeClass.allCases) func `as plain sums`(_ shape: ShapeClass) {
        for attempt in 0..<Fuzz.tries(12, long: 600) {
            var generator = Fuzz.generator(of: attempt)
            let (m, n, k) = shape.size(using: &generator)
            Product<Float>(m, n, k, using: &generator).check()
            Product<Double>(m, n, k, using: &generator).check()
        }
    }

    @Test(arguments: ShapeClass.allCases) func `infinite and NaN spread`(_ shape: ShapeClass) {
        for attempt in 0..<Fuzz.tries(6, long: 300) {
            var generator = Fuzz.generator(of: attempt)
            let (m, n, k) = shape.size(using: &generator)
            Product<Float>(m, n, k, spoilt: true, using: &generator).check()
            Product<Double>(m, n, k, spoilt: true, using: &generator).check()
        }
    }

    /// A part of c, computed alone or on several threads, has the bits that it has in the whole.
    @Test(arguments: ShapeClass.allCases) func `the same bits however cut`(_ shape: ShapeClass) {
        for attempt in 0..<Fuzz.tries(12, long: 600) {
            var generator = Fuzz.generator(of: attempt)
            let (m, n, k) = shape.size(using: &generator)
            Product<Float>(m, n, k, using: &generator).checkParts(using: &generator)
            Product<Double>(m, n, k, using: &generator).checkParts(using: &generator)
        }
    }

    /// A product that is too large for the caches is written past them, but for its remainders.
    @Test func `streamed results`() {
        var generator = Fuzz.generator(of: 0)
        Product<Float>(4301, 1064, 5, starts: .zero, using: &generator).check(everyRow: 97)
    }

    /// Deeper than what is laid out at a time.
    @Test func `many columns`() {
        var generator = Fuzz.generator(of: 0)
        for turned in [false, true] {
            Product<Float>(20, 40, 4101, turned: turned, using: &generator).check()
            Product<Double>(20, 40, 4101, turned: turned, using: &generator).check()
        }
    }

    /// Rows of a that lie far apart are turned, for some panels of b at a time.
    @Test func `turned rows`() {
        var generator = Fuzz.generator(of: 0)
        Product<Float>(900, 140, 30, turned: true, using: &generator).check(everyRow: 13)
        Product<Double>(450, 75, 30, turned: true, using: &generator).check(everyRow: 7)
        Product<Float>(900, 1100, 3, turned: true, using: &generator).check(everyRow: 61)
    }

    @Test func `nothing to sum`() {
        let c = Storage<Float>(count: 6)
        Kernels.fill(c.pointer, 7, 6)
        let (a, b) = (Storage<Float>(count: 0), Storage<Float>(count: 0))
        Kernels.multiply(Matrix(a, 2, 0), Matrix(b, 0, 3), into: c.pointer, adds: true)
        #expect((0..<6).allSatisfy { c.pointer[$0] == 7 })
        Kernels.multiply(Matrix(a, 2, 0), Matrix(b, 0, 3), into: c.pointer, adds: false)
        #expect((0..<6).allSatisfy { c.pointer[$0] == 0 })
    }
}

/// The shapes that kernels treat differently, and sizes of each.
enum ShapeClass: CaseIterable {
    case oneRow, oneColumn, fewRows, fewColumns, thin, small, medium, large

    func size(using generator: inout SplitMix64) -> (m: Int, n: Int, k: Int) {
        func upTo(_ most: Int) -> Int { Int.random(in: 1...most, using: &generator) }
        return switch self {
        case .oneRow: (1, upTo(300), upTo(300))
        case .oneColumn: (upTo(300), 1, upTo(300))
        case .fewRows: (upTo(5), upTo(300), upTo(100))
        case .fewColumns: (upTo(300), upTo(5), upTo(100))
        case .thin: (upTo(150), upTo(150), upTo(16))
        case .small: (upTo(40), upTo(40), upTo(40))
        case .medium: (upTo(90), upTo(90), upTo(90))
        case .large: Fuzz.isLong ? (upTo(300), upTo(300), upTo(300)) : (upTo(200), upTo(40), upTo(300))
        }
    }
}

/// One product with numbers drawn for it: operands as they lie or transposed, within wider rows, added to nothing, to c
/// or to a row.
private struct Product<Element: Scalar> {
    enum Start: CaseIterable { case zero, c, row }

    let (m, n, k): (Int, Int, Int)
    let a: Operand<Element>
    let b: Operand<Element>
    let row: Storage<Element>
    let before: Storage<Element>
    let start: Start

    init(
        _ m: Int,
        _ n: Int,
        _ k: Int,
        spoilt: Bool = false,
        turned: Bool? = nil,
        starts: Start? = nil,
        using generator: inout SplitMix64
    ) {
        (self.m, self.n, self.k) = (m, n, k)
        a = Operand(m, k, turned: turned ?? Bool.random(using: &generator), spoilt: spoilt, using: &generator)
        b = Operand(k, n, turned: turned ?? Bool.random(using: &generator), spoilt: spoilt, using: &generator)
        row = numbers(n, using: &generator)
        before = numbers(m * n, using: &generator)
        start = starts ?? Start.allCases.randomElement(using: &generator)!
    }

    var words: String {
        "\(Element.self) [\(m), \(k)]\(a.words) · [\(k), \(n)]\(b.words) + \(start), \(Processor.kernels)"
    }

    /// The rows and columns of the product, computed as one.
    func part(_ rows: Range<Int>, _ columns: Range<Int>) -> Storage<Element> {
        let (x, y) = (a.matrix.rows(rows), b.matrix.columns(columns))
        let c = Storage<Element>(count: rows.count * columns.count)
        Kernels.fill(c.pointer, .nan, c.count)
        switch start {
        case .zero: Kernels.multiply(x, y, into: c.pointer, adds: false)
        case .c:
            for (i, r) in rows.enumerated() {
                for (j, q) in columns.enumerated() { c.pointer[i * columns.count + j] = before.pointer[r * n + q] }
            }
            Kernels.multiply(x, y, into: c.pointer, adds: true)
        case .row:
            let part = Storage<Element>(count: columns.count)
            for (j, q) in columns.enumerated() { part.pointer[j] = row.pointer[q] }
            Kernels.multiply(x, y, plusRow: part, into: c.pointer)
        }
        return c
    }

    func first(_ i: Int, _ j: Int) -> Element {
        switch start {
        case .zero: 0
        case .c: before.pointer[i * n + j]
        case .row: row.pointer[j]
        }
    }

    func check(everyRow: Int = 1) {
        let c = part(0..<m, 0..<n)
        // What was laid out once, and added to in place.
        let packed = before.copy()
        PackedMatrix(b.matrix).multiply(a.matrix, 0..<k, columns: n, into: packed.pointer, stride: n, adds: true)
        var faults: [String] = []
        for i in Swift.stride(from: 0, to: m, by: everyRow) {
            for j in 0..<n {
                for (ours, first) in [
                    (c.pointer[i * n + j], first(i, j)), (packed.pointer[i * n + j], before.pointer[i * n + j]),
                ] {
                    let (sum, near) = plainSum(i, j, first)
                    let agrees =
                        sum.isNaN ? ours.isNaN : sum.isInfinite ? ours == sum : abs(ours - sum) <= near
                    if !agrees { faults.append("[\(i), \(j)] \(ours), not \(sum) within \(near)") }
                }
            }
        }
        #expect(faults.isEmpty, "\(words): \(faults.prefix(3))")
    }

    /// The sum in about twice the precision, and how far ours may be from it.
    private func plainSum(_ i: Int, _ j: Int, _ first: Element) -> (Element, near: Element) {
        var (sum, rest, squares) = (first, Element(0), first * first)
        for l in 0..<k {
            let (x, y) = (a[i, l], b[l, j])
            let product = x * y
            let total = sum + product
            let part = total - sum
            rest += (sum - (total - part)) + (product - part) + (-product).addingProduct(x, y)
            sum = total
            squares += product * product
        }
        let exact = (sum + rest).isNaN ? sum : sum + rest
        return (exact, 4 * Element.ulpOfOne * Element(max(k, 1)).squareRoot() * squares.squareRoot())
    }

    func checkParts(using generator: inout SplitMix64) {
        let whole = part(0..<m, 0..<n)
        func range(_ length: Int) -> Range<Int> {
            let first = Int.random(in: 0..<length, using: &generator)
            return first..<Int.random(in: first + 1...length, using: &generator)
        }
        let (rows, columns) = (range(m), range(n))
        let piece = part(rows, columns)
        var same = true
        for (i, r) in rows.enumerated() {
            for (j, q) in columns.enumerated() where piece.pointer[i * columns.count + j] != whole.pointer[r * n + q] {
                same = false
            }
        }
        #expect(same, "\(words): rows \(rows), columns \(columns)")
    }
}

/// A matrix with numbers drawn for it, in memory with room between its rows.
private struct Operand<Element: Scalar> {
    let matrix: Matrix<Element>
    private let storage: Storage<Element>
    private let stride: Int

    init(_ rows: Int, _ columns: Int, turned: Bool, spoilt: Bool, using generator: inout SplitMix64) {
        let (lines, width) = turned ? (columns, rows) : (rows, columns)
        stride = width + Int.random(in: 0...3, using: &generator)
        storage = numbers(lines * stride, using: &generator)
        if spoilt {
            let strange: [Element] = [.infinity, -.infinity, .nan, 0]
            for _ in 0..<2 {
                let place = Int.random(in: 0..<storage.count, using: &generator)
                storage.pointer[place] = strange.randomElement(using: &generator)!
            }
        }
        let stored = Matrix(at: storage.read, lines, width, stride: stride)
        matrix = turned ? stored.transposed : stored
    }

    subscript(row: Int, column: Int) -> Element {
        storage.pointer[matrix.isTransposed ? column * stride + row : row * stride + column]
    }

    var words: String { "\(matrix.isTransposed ? " transposed" : "") stride \(stride)" }
}

private func numbers<Element: Scalar>(_ count: Int, using generator: inout SplitMix64) -> Storage<Element> {
    let storage = Storage<Element>(count: count)
    for place in 0..<count { storage.pointer[place] = Element(Double.random(in: -1...1, using: &generator)) }
    return storage
}
