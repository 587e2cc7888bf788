import CKernels

/// How the losses of the rows become one number.
public enum Reduction: String, CaseIterable, Sendable {
    /// Their mean over the rows that count.
    case mean
    case sum
    /// They stay as they are, one for each row or element.
    case none
}

/// The cross entropy of logits [n, classes] against n class numbers, of shape [], or [n] under `.none`.
/// `torch.nn.functional.cross_entropy`.
///
/// Stable for any finite logits. A row whose class is `ignoreIndex` adds neither loss nor gradient, and the mean
/// divides by the other rows only: when every row is ignored, or there is none, the mean is NaN with gradients of
/// zero, and the sum is 0. A NaN or +∞ logit makes the loss NaN; −∞ on the true class makes it +∞. Any other class
/// outside 0..<classes traps.
@specialized(where Element == Float)
public func crossEntropy<Element: Scalar>(
    _ logits: Tensor<Element>,
    _ classes: [Int],
    reduction: Reduction = .mean,
    ignoreIndex: Int = Classes.ignored
) -> Tensor<Element> {
    crossEntropy(logits, Classes(classes), reduction: reduction, ignoreIndex: ignoreIndex)
}

/// The same with classes that a `Replay` exchanges.
@specialized(where Element == Float)
public func crossEntropy<Element: Scalar>(
    _ logits: Tensor<Element>,
    _ classes: Classes,
    reduction: Reduction = .mean,
    ignoreIndex: Int = Classes.ignored
) -> Tensor<Element> {
    guard reduction != .none else {
        return crossEntropy(logits, classes.values, weights: nil, reduction: .none, ignoreIndex: ignoreIndex)
    }
    guard logits.shape.count == 2, logits.shape[0] == classes.values.count else {
        shapeError("crossEntropy", logits.shape, [classes.values.count], "expected logits [n, classes] and n classes")
    }
    // Kept by the closure below: an array of its own at every step would be a call of the heap.
    let shape = logits.shape
    let (rows, columns) = (shape[0], shape[1])
    let (x, ignored) = (logits.storage, Int64(ignoreIndex))
    let (targets, divisor) = (Storage<Int64>(count: rows), Storage<Double>(count: 1))
    let (probabilities, result) = (Storage<Element>(count: rows * columns), Storage<Element>(count: 1))
    let compute = {
        let counted = classes.fill(targets, of: shape, ignoring: ignoreIndex)
        let (type, p) = (Element.kernelType, probabilities.pointer)
        let loss = ck_cross_entropy(type, x.read, targets.read, ignored, p, rows, columns)
        divisor.pointer[0] = reduction == .mean ? Double(counted) : 1
        result.pointer[0] = Element(loss / divisor.pointer[0])
    }
    compute()
    return Tensor.result("crossEntropy", result, [], [logits], again: compute) { gradient, inputs in
        let scale = Double(gradient.pointer[0] / Element(divisor.pointer[0]))
        inputs[0].addGradient { slot, adds in
            let (type, p) = (Element.kernelType, probabilities.read)
            ck_cross_entropy_gradient(type, p, targets.read, ignored, scale, slot, rows, columns, adds)
        }
    }
}

/// The squared differences of two tensors of one shape, as their mean or sum, of shape [], or each under `.none`.
/// `torch.nn.functional.mse_loss`, but for this: shapes that differ trap, where PyTorch warns and
/// broadcasts. The mean over nothing is NaN.
@specialized(where Element == Float)
public func mse<Element: Scalar>(
    _ prediction: Tensor<Element>,
    _ target: Tensor<Element>,
    reduction: Reduction = .mean
) -> Tensor<Element> {
    guard prediction.shape == target.shape else {
        shapeError("mse", prediction.shape, target.shape, "the shapes must be equal")
    }
    guard reduction != .none else {
        let difference = prediction - target
        return difference * difference
    }
    let (a, b, count) = (prediction.storage, target.storage, prediction.count)
    let divisor = reduction == .mean ? Double(count) : 1
    let result = Storage<Element>(count: 1)
    let compute = { result.pointer[0] = Element(Kernels.squaredError(a.read, b.read, count) / divisor) }
    compute()
    return Tensor.result("mse", result, [], [prediction, target], again: compute) { gradient, inputs in
        let (type, scale, slope) = (Element.kernelType, Double(1 / Element(divisor)), Double(gradient.pointer[0]))
        // Turned round, the loss is the same.
        for (input, (x, t)) in Swift.zip(inputs, [(a, b), (b, a)]) {
            input.addGradient { slot, adds in
                ck_squared_error_gradient(type, x.read, t.read, scale, slope, slot, count, adds)
            }
        }
    }
}
