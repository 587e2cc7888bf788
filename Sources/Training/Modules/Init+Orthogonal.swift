extension Init {
    /// Orthogonal rows, or columns if they are fewer, of length `gain` (Saxe, McClelland and Ganguli, 2014), uniformly
    /// distributed. `orthogonal_`; axes beyond the first count as one.
    public static func orthogonal<Element: Scalar>(
        _ tensor: Tensor<Element>,
        gain: Double = 1,
        using generator: inout RandomGenerator
    ) {
        guard tensor.shape.count >= 2 else {
            shapeError("Init.orthogonal", tensor.shape, "a weight of two axes or more is needed")
        }
        guard tensor.count > 0 else { return }
        let (rows, columns) = (tensor.shape[0], tensor.count / tensor.shape[0])
        let (vectors, length) = (min(rows, columns), max(rows, columns))
        var basis: [[Double]] = []
        while basis.count < vectors {
            var vector = (0..<length).map { _ in generator.normal() }
            // Gram and Schmidt's method with positive lengths gives the QR product with a positive diagonal of R; the second
            // round removes the rounding errors of the first.
            for _ in 0..<2 {
                for other in basis {
                    let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for i in 0..<length { vector[i] -= share * other[i] }
                }
            }
            let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard norm > 1e-9 else { continue }
            basis.append(vector.map { $0 / norm })
        }
        unsafe tensor.withMutableValues { values in
            for row in 0..<rows {
                for column in 0..<columns {
                    let (vector, place) = rows <= columns ? (row, column) : (column, row)
                    unsafe values[row * columns + column] = Element(gain * basis[vector][place])
                }
            }
        }
    }
}
