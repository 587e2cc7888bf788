import Testing

@testable import Training

/// Our own products against OpenBLAS's, with every remainder of rows, columns and blocks.
@Suite struct MatrixProductTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let (m, n, k): (Int, Int, Int)
        var testDescription: String { "[\(m), \(k)] · [\(k), \(n)]" }
    }

    private static let shapes = [
        (256, 64, 64), (129, 65, 130), (135, 97, 600), (68, 303, 120), (41, 272, 130), (1500, 17, 48), (7, 1100, 140),
        (24, 40, 4101), (800, 1060, 9),
    ].map { Shape(m: $0, n: $1, k: $2) }

    @Test(arguments: shapes) func asOpenBLAS(_ shape: Shape) {
        check(shape, Float.self, tolerance: 2e-6)
        check(shape, Double.self, tolerance: 4e-15)
    }

    /// A product that is too large for the caches is written past them, but for its remainders.
    @Test func largeAsOpenBLAS() {
        let (m, n, k) = (4301, 2064, 9)
        for (a, left) in matrices(m, k, seed: 1, Float.self) {
            for (b, right) in matrices(k, n, seed: 2, Float.self) {
                let (ours, theirs) = (Storage<Float>(count: m * n), Storage<Float>(count: m * n))
                Kernels.fill(ours.pointer, .nan, m * n)
                Kernels.multiply(a, b, into: ours.pointer, adds: false)
                Kernels.multiplyByBLAS(a, b, into: theirs.pointer, n, adds: false)
                let error = Kernels.squaredError(ours.read, theirs.read, m * n)
                #expect(error <= 1e-12 * Double(m * n), "a \(left), b \(right): \(error)")
            }
        }
    }

    @Test(arguments: shapes) func packedAsOpenBLAS(_ shape: Shape) {
        let (m, n, k) = (shape.m, shape.n, shape.k)
        for (b, name) in matrices(k, n, seed: 2, Double.self) {
            let a = numbers(m * k, seed: 1, Double.self)
            let (ours, theirs) = (numbers(m * n, seed: 3, Double.self), numbers(m * n, seed: 3, Double.self))
            PackedMatrix(b).addProduct(of: a.read, m, to: ours.pointer)
            Kernels.multiplyByBLAS(Matrix(a, m, k), b, into: theirs.pointer, n, adds: true)
            #expect(distance(ours, theirs) <= 4e-15 * Double(k), "b \(name)")
        }
    }

    private func check<Element: Scalar>(_ shape: Shape, _ type: Element.Type, tolerance: Double) {
        let (m, n, k) = (shape.m, shape.n, shape.k)
        precondition(m * n * k >= 1 << 20, "smaller products are OpenBLAS's anyway")
        let row = numbers(n, seed: 4, Element.self)
        for (a, left) in matrices(m, k, seed: 1, Element.self) {
            for (b, right) in matrices(k, n, seed: 2, Element.self) {
                for start in ["nothing", "c", "row"] {
                    let (ours, theirs) = (numbers(m * n, seed: 3, Element.self), numbers(m * n, seed: 3, Element.self))
                    if start == "row" {
                        Kernels.multiply(a, b, plusRow: row, into: ours.pointer)
                        Kernels.repeatRow(row.read, nil, theirs.pointer, m, n)
                    } else {
                        Kernels.multiply(a, b, into: ours.pointer, adds: start == "c")
                    }
                    Kernels.multiplyByBLAS(a, b, into: theirs.pointer, n, adds: start != "nothing")
                    let off = distance(ours, theirs)
                    #expect(
                        off <= tolerance * Double(k).squareRoot() * 4,
                        "\(type) a \(left), b \(right), \(start): \(off)"
                    )
                }
            }
        }
    }

    /// The same matrix as it is and as the transpose of its transpose.
    private func matrices<Element: Scalar>(
        _ rows: Int,
        _ columns: Int,
        seed: UInt64,
        _ type: Element.Type
    ) -> [(Matrix<Element>, String)] {
        let straight = numbers(rows * columns, seed: seed, type)
        let turned = Storage<Element>(count: straight.count)
        Kernels.transpose(straight.read, turned.pointer, rows, columns, false)
        return [
            (Matrix(straight, rows, columns), "straight"), (Matrix(turned, columns, rows).transposed, "transposed"),
        ]
    }

    private func numbers<Element: Scalar>(_ count: Int, seed: UInt64, _ type: Element.Type) -> Storage<Element> {
        var generator = RandomGenerator(seed: seed)
        let storage = Storage<Element>(count: count)
        for place in 0..<count { storage.pointer[place] = Element(generator.uniform(-1, 1)) }
        return storage
    }

    private func distance<Element: Scalar>(_ left: Storage<Element>, _ right: Storage<Element>) -> Double {
        (0..<left.count).map { abs(Double(left.pointer[$0] - right.pointer[$0])) }.max() ?? 0
    }
}
