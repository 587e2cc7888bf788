import CKernels

extension Losses {
    /// The cross entropy of probabilities against targets of the same shape. `torch.nn.functional.binary_cross_entropy`.
    ///
    /// Logarithms are at least −100, so a probability of 0 for a target of 1 costs 100. Targets are from 0 to 1 and get no
    /// gradient. Unlike PyTorch, which throws, a probability outside 0...1 gives NaN.
    public static func binaryCrossEntropy<Element: Scalar>(
        _ probabilities: Tensor<Element>,
        _ target: Tensor<Element>,
        reduction: Reduction = .mean
    ) -> Tensor<Element> {
        each("binaryCrossEntropy", CK_BCE, probabilities, target, nil, reduction)
    }

    /// The same from logits, stable for any finite logit. `torch.nn.functional.binary_cross_entropy_with_logits`.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - target: from 0 to 1, of the logits' shape.
    ///   - positiveWeight: the factor of the loss of a target of 1, of a shape that broadcasts to the logits'; 1 when nil.
    ///     It gets no gradient.
    ///   - reduction: how the losses are reduced.
    public static func binaryCrossEntropy<Element: Scalar>(
        logits: Tensor<Element>,
        _ target: Tensor<Element>,
        positiveWeight: Tensor<Element>? = nil,
        reduction: Reduction = .mean
    ) -> Tensor<Element> {
        let name: StaticString = "binaryCrossEntropy"
        let positive = positiveWeight.map { weight in
            guard broadcast(name.description, weight.shape, logits.shape) == logits.shape else {
                shapeError(name.description, logits.shape, weight.shape, "the weight must broadcast to the logits")
            }
            return weight.expanded(to: logits.shape)
        }
        return each(name, CK_BCE_LOGITS, logits, target, positive, reduction)
    }
}

private func each<Element: Scalar>(
    _ name: StaticString,
    _ operation: ck_loss,
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    _ positive: Storage<Element>?,
    _ reduction: Reduction
) -> Tensor<Element> {
    requireEqualShapes(name, prediction, target)
    let (type, x, t, count) = (Element.kernelType, prediction.storage, target.storage, prediction.count)
    let losses = Storage<Element>(count: count)
    unsafe ck_element_loss(type, operation, x.read, t.read, positive?.read, losses.pointer, 0, count)
    let each = Tensor.result(name, losses, prediction.shape, [prediction]) { gradient, inputs in
        unsafe inputs[0].addGradient { slot, adds in
            let (weights, dy) = unsafe (positive?.read, gradient.read)
            unsafe ck_element_loss_gradient(type, operation, x.read, t.read, weights, dy, slot, 0, count, adds)
        }
    }
    return each.reduced(reduction, divisor: Double(count))
}
