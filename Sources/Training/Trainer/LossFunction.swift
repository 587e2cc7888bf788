/// What a trainer minimizes: a function of the model's outputs and a batch, one of `StandardLoss` or one of your own.
///
///     LossFunction { output, batch in Losses.nll(output, batch.classes) }
///
///     LossFunction(
///         weight: { batch in batch.classes.reduce(0) { $0 + weights[$1] } },
///         accuracy: { output, batch in Accuracy(output, batch.classes) }
///     ) { output, batch in
///         Losses.crossEntropy(output, batch.classes, weights: weights)
///     }
///
/// A step may have several batches, and so may an evaluation: their losses are treated as means and averaged by weight.
public struct LossFunction<Element: Scalar> {
    let compute: (_ output: Tensor<Element>, _ batch: Batch<Element>) -> Tensor<Element>
    /// The divisor of a batch's mean.
    let weigh: (Batch<Element>) -> Double
    let accuracy: (_ output: Tensor<Element>, _ batch: Batch<Element>) -> Accuracy?
    /// Whether the gradients are those of the sum over the batch.
    let isSummed: Bool
    /// The standard loss; nil for one of the caller's own.
    let known: StandardLoss?

    /// A loss of your own.
    ///
    /// - Parameters:
    ///   - weight: the divisor of a batch's mean: the number of targets that count, or the sum of their classes' weights;
    ///     by default the number of targets except those of class −100. A batch of weight 0 is left out of a step of several
    ///     batches, and of an evaluation.
    ///   - accuracy: the accuracy of an evaluation's outputs; by default none is measured.
    ///   - mean: the mean over the batch, a single number with a gradient.
    public init(
        weight: @escaping (Batch<Element>) -> Double = { Double($0.targetCount) },
        accuracy: @escaping (_ output: Tensor<Element>, _ batch: Batch<Element>) -> Accuracy? = { _, _ in nil },
        _ mean: @escaping (_ output: Tensor<Element>, _ batch: Batch<Element>) -> Tensor<Element>
    ) {
        compute = { output, batch in
            let loss = mean(output, batch)
            guard loss.count == 1 else { shapeError("LossFunction", loss.shape, "a loss is a single number") }
            return loss
        }
        weigh = weight
        self.accuracy = accuracy
        isSummed = false
        known = nil
    }

    /// A standard loss.
    public init(_ loss: StandardLoss) {
        compute = { output, batch in loss(output, batch) }
        weigh = { Double($0.targetCount) }
        accuracy = { output, batch in batch.classes.isEmpty ? nil : loss.accuracy(output, batch.classes) }
        isSummed = loss.isSummed
        known = loss
    }

    func callAsFunction(_ output: Tensor<Element>, _ batch: Batch<Element>) -> Tensor<Element> {
        compute(output, batch)
    }
}
