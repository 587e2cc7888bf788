/// How many targets a model classifies correctly.
public struct Accuracy: Equatable, Sendable {
    /// Correctly classified targets.
    public var correct: Int
    /// All targets that count.
    public var total: Int

    /// A count of correct targets out of all.
    public init(correct: Int, total: Int) { (self.correct, self.total) = (correct, total) }

    /// The accuracy of outputs [n, classes] on n classes. The largest output is the prediction, the first of equal ones as in
    /// `argmax`; a row that holds NaN is wrong. Classes that the outputs do not have are not counted.
    public init<Element: Scalar>(_ output: Tensor<Element>, _ classes: [Int]) {
        let width = output.shape.last ?? 0
        let counted = classes.indices.filter { (0..<width).contains(classes[$0]) }
        guard output.count == classes.count * width else {
            shapeError("Accuracy", output.shape, [classes.count], "expected outputs [n, classes] and n classes")
        }
        let correct = unsafe output.withValues { values in
            counted.count { row in
                let (start, target) = (row * width, classes[row])
                let best = unsafe values[start + target]
                return (0..<width).allSatisfy { index in
                    unsafe index < target ? values[start + index] < best : values[start + index] <= best
                }
            }
        }
        self.init(correct: correct, total: counted.count)
    }

    static func + (left: Accuracy, right: Accuracy) -> Accuracy {
        Accuracy(correct: left.correct + right.correct, total: left.total + right.total)
    }

    /// The share of correct targets; nil where none count.
    var share: Double? { total == 0 ? nil : Double(correct) / Double(total) }
}
