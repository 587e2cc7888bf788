/// A model that turns one tensor into another. `torch.nn.Module`.
///
///     struct Classifier: Module {
///         typealias Element = Float
///         let hidden: Linear<Float>
///         let output: Linear<Float>
///
///         func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { output(hidden(input).relu()) }
///     }
///
/// Its parameters are hidden.weight, hidden.bias, output.weight and output.bias.
public protocol Module<Element>: Model {
    /// The forward pass.
    func callAsFunction(_ input: Tensor<Element>) -> Tensor<Element>
}

extension Module {
    /// The forward pass on the batch's inputs.
    public func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element> { self(batch.inputTensor) }
}
