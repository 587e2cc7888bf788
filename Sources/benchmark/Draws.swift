import Platform
import Training

/// Weights and batches that every side generates identically, bit for bit, so that they need not be passed on. `draws.py`
/// is its counterpart.
enum Draws {
    /// The first draw of weights, of which each parameter has one, and of batches, of which each has two.
    private static let (weights, batches) = (0, 1000)

    /// 24 random bits for each index.
    static func bits(_ draw: Int, _ count: Int) -> [UInt32] { (0..<UInt32(count)).map { bits(draw, at: $0) } }

    static func bits(_ draw: Int, at place: UInt32) -> UInt32 {
        var x = place &* 0x9E37_79B9 &+ UInt32(draw) &* 0x85EB_CA6B
        x = (x ^ x >> 16) &* 0x7FEB_352D
        x = (x ^ x >> 15) &* 0x846C_A68B
        return (x ^ x >> 16) >> 8
    }

    /// Uniform in ±bound.
    static func uniform(_ draw: Int, _ count: Int, bound: Float) -> [Float] {
        bits(draw, count).map { (Float($0) * 0x1p-23 - 1) * bound }
    }

    /// A parameter's initial weights, by its index: matrices in ±1/√inputs, vectors in ±0.05 around 0, or around 1 if they
    /// multiply.
    static func weights(_ place: Int, _ parameter: NamedParameter<Float>) -> [Float] {
        let (shape, count) = (parameter.tensor.shape, parameter.tensor.count)
        guard shape.count == 1 else {
            let inputs = shape.dropFirst().reduce(1, *)
            return uniform(weights + place, count, bound: 1 / Float(inputs).squareRoot())
        }
        let drawn = uniform(weights + place, count, bound: 0.05)
        return parameter.name.hasSuffix("weight") ? drawn.map { $0 + 1 } : drawn
    }

    /// One of 200 tensors with `count` numbers in total.
    static func tensor(_ place: Int, ofTogether count: Int) -> [Float] {
        uniform(weights + place, count / 200, bound: 0.05)
    }

    /// Its gradient.
    static func gradient(_ place: Int, ofTogether count: Int) -> [Float] {
        uniform(batches + place, count / 200, bound: 0.01)
    }

    /// Batches of inputs and classes. Half of the examples show their class: 1 is added to `span` inputs in a row.
    static func examples(
        _ count: Int,
        _ shape: [Int],
        classes: Int,
        span: Int
    ) -> [(inputs: Tensor<Float>, classes: [Int])] {
        let width = shape.dropFirst().reduce(1, *)
        return (0..<count).map { batch in
            var x = uniform(batches + 2 * batch, shape[0] * width, bound: 1)
            let drawn = bits(batches + 2 * batch + 1, shape[0]).map { Int($0) }
            let y = drawn.map { $0 / 2 % classes }
            for row in 0..<shape[0] where drawn[row] % 2 == 0 {
                for place in y[row] * span..<(y[row] + 1) * span { x[row * width + place] += 1 }
            }
            return (Tensor(x, shape: shape), y)
        }
    }

    /// The images of `demos/digits.csv` and their classes, scaled as in the recipe.
    static func digits() throws -> Examples {
        let path = Checkout.demos + "/digits.csv"
        do {
            let table = try CSVTable(path: path)
            return try Examples(table, target: "label", scale: 0.0625, classes: true, path: path)
        } catch {
            throw Trouble(error.description, status: 2)
        }
    }

    /// Batches of them, in order.
    static func digits(_ count: Int, rows: Int) throws -> [(inputs: Tensor<Float>, classes: [Int])] {
        let digits = try digits()
        guard case .classes(let classes, _) = digits.targets, digits.count >= count * rows else {
            throw Trouble("demos/digits.csv has fewer than \(count * rows) rows", status: 2)
        }
        return (0..<count).map { batch in
            let (width, first) = (digits.featureCount, batch * rows)
            let pixels = digits.features[first * width..<(first + rows) * width].map { Float($0) }
            return (Tensor(pixels, shape: [rows, width]), Array(classes[first..<first + rows]))
        }
    }

    /// Batches of letters and the letters to predict, half of which follow from the input.
    static func letters(_ count: Int, _ length: Int, of n: Int) -> [(letters: [Int], next: [Int])] {
        (0..<count).map { batch in
            let x = bits(batches + 2 * batch, length).map { Int($0) % n }
            let drawn = bits(batches + 2 * batch + 1, length).map { Int($0) }
            return (x, zip(x, drawn).map { $1 % 2 == 0 ? (7 * $0 + 3) % n : $1 / 2 % n })
        }
    }
}
