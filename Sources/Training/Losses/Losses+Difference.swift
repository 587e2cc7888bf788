import CKernels

extension Losses {
    /// The squared differences of two tensors of one shape, as their mean or sum, of shape [], or each under `.none`.
    /// `torch.nn.functional.mse_loss`, except that different shapes trap, where PyTorch warns and broadcasts. The mean over
    /// nothing is NaN.
    @specialized(where Element == Float)
    public static func mse<Element: Scalar>(
        _ prediction: Tensor<Element>,
        _ target: Tensor<Element>,
        reduction: Reduction = .mean
    ) -> Tensor<Element> {
        requireEqualShapes("mse", prediction, target)
        guard reduction != .none else {
            let difference = prediction - target
            return difference * difference
        }
        let (a, b, count) = (prediction.storage, target.storage, prediction.count)
        let divisor = reduction == .mean ? Double(count) : 1
        let result = Storage<Element>(count: 1)
        let compute = {
            unsafe result.pointer[0] = unsafe Element(
                ck_squared_error(Element.kernelType, a.read, b.read, count) / divisor
            )
        }
        compute()
        return Tensor.result("mse", result, [], [prediction, target], again: compute) { gradient, inputs in
            let (type, scale, slope) = unsafe (
                Element.kernelType, Double(1 / Element(divisor)), Double(gradient.pointer[0])
            )
            // The loss is symmetric.
            for (input, (x, t)) in Swift.zip(inputs, [(a, b), (b, a)]) {
                unsafe input.addGradient { slot, adds in
                    unsafe ck_squared_error_gradient(type, x.read, t.read, scale, slope, slot, count, adds)
                }
            }
        }
    }

    /// The absolute differences of two tensors of one shape. `torch.nn.functional.l1_loss`.
    ///
    /// The gradient of a difference of 0 is 0. Different shapes trap, where PyTorch warns and broadcasts. The mean
    /// over nothing is NaN.
    public static func l1<Element: Scalar>(
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
    ///   - reduction: how the losses are reduced.
    public static func smoothL1<Element: Scalar>(
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
    ///   - reduction: how the losses are reduced.
    public static func huber<Element: Scalar>(
        _ prediction: Tensor<Element>,
        _ target: Tensor<Element>,
        delta: Double = 1,
        reduction: Reduction = .mean
    ) -> Tensor<Element> {
        require(delta > 0, "huber: delta must be above 0, not \(delta)")
        return difference("huber", CK_HUBER, prediction, target, delta, reduction)
    }
}

/// A loss of the difference; the target may require a gradient too.
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
    unsafe ck_element_loss(type, operation, x.read, t.read, nil, losses.pointer, parameter, count)
    let each = Tensor.result(name, losses, prediction.shape, [prediction, target]) { gradient, inputs in
        // The loss is symmetric.
        for (input, (a, b)) in Swift.zip(inputs, [(x, t), (t, x)]) {
            unsafe input.addGradient { slot, adds in
                let dy = unsafe gradient.read
                unsafe ck_element_loss_gradient(type, operation, a.read, b.read, nil, dy, slot, parameter, count, adds)
            }
        }
    }
    return each.reduced(reduction, divisor: Double(count))
}
