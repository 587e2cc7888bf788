/// What a run minimises.
public struct Loss: Equatable, Sendable {
    /// The function of outputs and targets.
    public enum Kind: Equatable, Sendable {
        /// For classes: the batch holds a class for each row of outputs.
        case crossEntropy(labelSmoothing: Double = 0)
        /// For two classes, 0 and 1, and one output: the logit of class 1.
        case bceWithLogits
        /// For numbers: the batch holds one for each row, and the model has one output.
        case mse
        case l1
        case smoothL1(beta: Double = 1)
        case huber(delta: Double = 1)
    }

    public var kind: Kind
    /// Whether gradients are those of the sum over the batch. The reported loss is the mean in either case.
    public var isSummed: Bool

    public init(_ kind: Kind, isSummed: Bool = false) {
        self.kind = kind
        self.isSummed = isSummed
    }

    /// For classes.
    public static let crossEntropy = Loss(.crossEntropy())
    /// For numbers.
    public static let mse = Loss(.mse)

    /// The mean over the batch.
    func callAsFunction<Element>(_ output: Tensor<Element>, _ batch: Batch<Element>) -> Tensor<Element> {
        var numbers: Tensor<Element> { Tensor(batch.values, shape: output.shape) }
        switch kind {
        case .crossEntropy(let smoothing):
            return Losses.crossEntropy(output, batch.classes, labelSmoothing: smoothing)
        case .bceWithLogits:
            return Losses.binaryCrossEntropy(
                logits: output,
                Tensor(batch.classes.map { Element($0) }, shape: output.shape)
            )
        case .mse: return Losses.mse(output, numbers)
        case .l1: return Losses.l1(output, numbers)
        case .smoothL1(let beta): return Losses.smoothL1(output, numbers, beta: beta)
        case .huber(let delta): return Losses.huber(output, numbers, delta: delta)
        }
    }

    /// Rows that are answered rightly, of those whose class the loss does not leave out. A single logit answers 1 above 0.
    func answers<Element>(_ output: Tensor<Element>, _ classes: [Int]) -> Answers {
        guard kind == .bceWithLogits else { return Answers(output, classes) }
        return unsafe output.withValues { values in
            Answers(
                right: classes.indices.count { unsafe classes[$0] == 1 ? values[$0] > 0 : values[$0] <= 0 },
                of: classes.count
            )
        }
    }
}
