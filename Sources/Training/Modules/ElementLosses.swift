import CKernels

/// The absolute differences of two tensors of one shape. `torch.nn.functional.l1_loss`.
///
/// The gradient of a difference of 0 is 0. Shapes that differ trap, where PyTorch warns and broadcasts. The
/// mean over nothing is NaN.
public func l1<Element: Scalar>(
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    reduction: Reduction = .mean
) -> Tensor<Element> {
    difference("l1", CK_L1, prediction, target, 0, reduction)
}

/// d²/2β where the difference d is below β, and |d| − β/2 beyond. `torch.nn.functional.smooth_l1_loss`.
///
/// Otherwise as `l1`, which it is for β = 0.
///
/// - Parameters:
///   - prediction: any shape.
///   - target: of the prediction's shape.
///   - beta: 0 or more.
///   - reduction: what becomes of the losses of the rows or elements.
public func smoothL1<Element: Scalar>(
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    beta: Double = 1,
    reduction: Reduction = .mean
) -> Tensor<Element> {
    require(beta >= 0, "smoothL1: beta must not be negative, nor NaN: \(beta)")
    return difference("smoothL1", beta == 0 ? CK_L1 : CK_SMOOTH_L1, prediction, target, beta, reduction)
}

/// d²/2 where the difference d is below δ, and δ·(|d| − δ/2) beyond (Huber, 1964). `torch.nn.functional.huber_loss`.
///
/// Otherwise as `l1`.
///
/// - Parameters:
///   - prediction: any shape.
///   - target: of the prediction's shape.
///   - delta: above 0.
///   - reduction: what becomes of the losses of the rows or elements.
public func huber<Element: Scalar>(
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    delta: Double = 1,
    reduction: Reduction = .mean
) -> Tensor<Element> {
    require(delta > 0, "huber: delta must be above 0, not \(delta)")
    return difference("huber", CK_HUBER, prediction, target, delta, reduction)
}

/// The cross entropy of probabilities of "yes" against targets of one shape. `torch.nn.functional.binary_cross_entropy`.
///
/// A logarithm counts as −100 at least, so a probability of 0 for what is true costs 100. Targets from 0 to 1; they get
/// no gradient. It departs from PyTorch in that a probability outside 0...1 gives NaN, where PyTorch throws.
public func binaryCrossEntropy<Element: Scalar>(
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
///   - positiveWeight: what the loss of a target of 1 is multiplied by, of a shape that broadcasts to the
///     logits'; 1 when nil. It gets no gradient.
///   - reduction: what becomes of the losses of the rows or elements.
public func binaryCrossEntropy<Element: Scalar>(
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

extension Tensor {
    /// The losses of rows or elements as the reduction has them; `divisor` makes the mean.
    func reduced(_ reduction: Reduction, divisor: Double) -> Tensor {
        switch reduction {
        case .none: self
        case .sum: sum()
        case .mean: sum() / Element(divisor)
        }
    }
}

/// A loss of the difference, whose target may want a gradient too.
private func difference<Element: Scalar>(
    _ name: StaticString,
    _ operation: ck_loss,
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    _ parameter: Double,
    _ reduction: Reduction
) -> Tensor<Element> {
    requireEqualShapes(name, prediction, target)
    let (type, x, t, count) = (Element.kernelType, prediction.storage, target.storage, prediction.count)
    let losses = Storage<Element>(count: count)
    ck_element_loss(type, operation, x.read, t.read, nil, losses.pointer, parameter, count)
    let each = Tensor.result(name, losses, prediction.shape, [prediction, target]) { gradient, inputs in
        // Turned round, the loss is the same.
        for (input, (a, b)) in Swift.zip(inputs, [(x, t), (t, x)]) {
            input.addGradient { slot, adds in
                let dy = gradient.read
                ck_element_loss_gradient(type, operation, a.read, b.read, nil, dy, slot, parameter, count, adds)
            }
        }
    }
    return each.reduced(reduction, divisor: Double(count))
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
    ck_element_loss(type, operation, x.read, t.read, positive?.read, losses.pointer, 0, count)
    let each = Tensor.result(name, losses, prediction.shape, [prediction]) { gradient, inputs in
        inputs[0].addGradient { slot, adds in
            let (weights, dy) = (positive?.read, gradient.read)
            ck_element_loss_gradient(type, operation, x.read, t.read, weights, dy, slot, 0, count, adds)
        }
    }
    return each.reduced(reduction, divisor: Double(count))
}

private func requireEqualShapes<Element>(_ name: StaticString, _ prediction: Tensor<Element>, _ target: Tensor<Element>)
{
    guard prediction.shape == target.shape else {
        shapeError(name.description, prediction.shape, target.shape, "the shapes must be equal")
    }
}
