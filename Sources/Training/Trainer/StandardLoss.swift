/// The loss that a run minimizes: one of PyTorch's.
public struct StandardLoss: Equatable, Sendable {
    /// The function of outputs and targets.
    public enum Kind: Equatable, Sendable {
        /// For classes: the batch holds a class for each row of outputs.
        case crossEntropy(labelSmoothing: Double = 0)
        /// For two classes, 0 and 1, and one output: the logit of class 1.
        case bceWithLogits
        /// For numbers: the batch holds one for each row, and the model has one output.
        case mse
        /// For numbers, like `mse`.
        case l1
        /// For numbers, like `mse`.
        case smoothL1(beta: Double = 1)
        /// For numbers, like `mse`.
        case huber(delta: Double = 1)
    }

    /// The function of outputs and targets.
    public var kind: Kind
    /// Whether the gradients are those of the sum over the batch. The reported loss is the mean in either case.
    public var isSummed: Bool

    public init(_ kind: Kind, isSummed: Bool = false) {
        self.kind = kind
        self.isSummed = isSummed
    }

    /// For classes.
    public static let crossEntropy = StandardLoss(.crossEntropy())
    /// For numbers.
    public static let mse = StandardLoss(.mse)

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

    /// Correctly classified rows, of those whose class the loss does not ignore. A single logit predicts 1 above 0.
    func accuracy<Element>(_ output: Tensor<Element>, _ classes: [Int]) -> Accuracy {
        guard kind == .bceWithLogits else { return Accuracy(output, classes) }
        return unsafe output.withValues { values in
            Accuracy(
                correct: classes.indices.count { unsafe classes[$0] == 1 ? values[$0] > 0 : values[$0] <= 0 },
                total: classes.count
            )
        }
    }
}
