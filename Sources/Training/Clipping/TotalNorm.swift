import CKernels

/// The p-norm over all gradients, as if they were one vector. `torch.nn.utils.get_total_norm`.
///
/// p is 2, 1, ∞ (the largest magnitude), −∞ (the smallest), 0 (how many tensors hold a number other than 0: the norm of
/// the tensors' counts) or any other number. NaN anywhere gives NaN, except under p 0, which counts it like any number
/// other than 0; a nil gradient is left out.
///
/// The powers are summed in Double and the sum is then rounded to Element, where PyTorch sums in Element: over a
/// million numbers ours is the more accurate. At the ends of Float's range the result is PyTorch's: a sum of squares
/// beyond it (a norm above 1.8e19) is +∞, and one below it is 0.
///
/// - Throws: `ClippingError.emptyGradient` for ±∞ or a negative p and a gradient without elements, as PyTorch throws, and
///   `ClippingError.invalidNormType` for NaN.
@specialized(where Element == Float)
public func totalNorm<Element: Scalar>(
    of parameters: [NamedParameter<Element>],
    normType: Double = 2
) throws(ClippingError) -> Double {
    try measureNorm(of: parameters, normType: normType) { _ in }
}

/// `totalNorm(of:normType:)` together with the norm of each parameter's gradient, from the same pass.
@specialized(where Element == Float)
public func gradientNorms<Element: Scalar>(
    of parameters: [NamedParameter<Element>],
    normType: Double = 2
) throws(ClippingError) -> GradientNorms {
    var each: [Double] = []
    each.reserveCapacity(parameters.count)
    let total = try measureNorm(of: parameters, normType: normType) { each.append($0) }
    return GradientNorms(total: total, perParameter: each)
}

/// The total norm; the closure receives the norm of each parameter, 0 for one without gradient.
private func measureNorm<Element: Scalar>(
    of parameters: [NamedParameter<Element>],
    normType: Double,
    each: (_ norm: Double) -> Void
) throws(ClippingError) -> Double {
    guard !normType.isNaN else { throw .invalidNormType(normType) }
    let rule = NormRule<Element>(normType)
    var gathered: Double?
    for parameter in parameters {
        guard let gradient = parameter.tensor.grad else {
            each(0)
            continue
        }
        guard gradient.count > 0 || (normType.isFinite && normType >= 0) else {
            throw .emptyGradient(parameter: parameter.name)
        }
        let measured = unsafe Kernels.measureOf(rule.measure, gradient.storage.read, normType, gradient.count)
        gathered = rule.join(gathered, measured)
        each(rule.norm(measured))
    }
    return gathered.map(rule.norm) ?? 0
}
