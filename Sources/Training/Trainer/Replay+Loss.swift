extension Replay {
    /// The loss of a module on batches of classes; nil where the model or the loss is of another kind.
    convenience init?(of model: any Model<Element>, under loss: StandardLoss?) {
        guard loss == .crossEntropy, let module = model as? any Module<Element> else { return nil }
        self.init { Losses.crossEntropy(module($0), $1) }
    }

    /// The loss on a batch; nil where its inputs are tokens.
    func callAsFunction(_ batch: Batch<Element>) -> Tensor<Element>? {
        batch.tokens.isEmpty ? self(batch.inputTensor, batch.classes) : nil
    }
}
