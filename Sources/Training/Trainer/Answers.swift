/// How many targets a model answers rightly.
public struct Answers: Equatable, Sendable {
    public var right: Int
    /// How many were asked for.
    public var of: Int

    public init(right: Int, of: Int) { (self.right, self.of) = (right, of) }

    /// The answers of outputs [n, classes] to n classes. The largest output is the answer, the first of several that are equal
    /// as in `argmax`; a row that holds NaN answers nothing. Classes that the outputs do not have are not asked for.
    public init<Element: Scalar>(_ output: Tensor<Element>, _ classes: [Int]) {
        let width = output.shape.last ?? 0
        let asked = classes.indices.filter { (0..<width).contains(classes[$0]) }
        guard output.count == classes.count * width else {
            shapeError("Answers", output.shape, [classes.count], "expected outputs [n, classes] and n classes")
        }
        let right = unsafe output.withValues { values in
            asked.count { row in
                let (start, answer) = (row * width, classes[row])
                let best = unsafe values[start + answer]
                return (0..<width).allSatisfy { place in
                    unsafe place < answer ? values[start + place] < best : values[start + place] <= best
                }
            }
        }
        self.init(right: right, of: asked.count)
    }
}
