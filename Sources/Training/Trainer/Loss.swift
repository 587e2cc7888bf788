/// What a run minimises.
public enum Loss: Sendable {
    /// For classes: the batch holds a class for each example.
    case crossEntropy
    /// For numbers: the batch holds one for each example, and the model has one output.
    case mse

    /// The mean over the batch.
    func callAsFunction<Element>(_ output: Tensor<Element>, _ batch: Batch<Element>) -> Tensor<Element> {
        switch self {
        case .crossEntropy: Training.crossEntropy(output, batch.classes)
        case .mse: Training.mse(output, Tensor(batch.values, shape: output.shape))
        }
    }
}

extension Batch {
    /// The inputs as a tensor of the batch's shape.
    var inputTensor: Tensor<Element> { Tensor(inputs, shape: shape) }
}
