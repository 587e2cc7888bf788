import CKernels
public import Telemetry

/// Scales all gradients together so that their total norm is at most `maxNorm`, and returns the norm they had.
/// `torch.nn.utils.clip_grad_norm_`.
///
/// Every gradient is multiplied by maxNorm/(norm + 1e-6), at most 1, computed in Element as PyTorch does; so a norm
/// of exactly `maxNorm` shrinks very slightly. A NaN norm makes every gradient NaN; an infinite one makes them 0, and NaN
/// where they were infinite, and so does a finite gradient whose sum of squares overflows Element. Nil
/// gradients are left out; without any the norm is 0 and nothing happens. A parameter listed twice counts and is
/// scaled twice. `maxNorm` 0 makes zeros; +∞ only measures a finite norm.
///
/// Unlike PyTorch, a negative or NaN `maxNorm` and a NaN `normType` are errors, and the norm is summed in Double
/// (`totalNorm`).
///
/// - Parameters:
///   - parameters: their gradients are scaled in place.
///   - maxNorm: 0 or more.
///   - normType: the p of the norm.
///   - errorIfNonFinite: throw on a NaN or infinite norm, before any gradient is changed.
@discardableResult
@specialized(where Element == Float)
public func clipGradNorm<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    maxNorm: Double,
    normType: Double = 2,
    errorIfNonFinite: Bool = false
) throws(ClippingError) -> Double {
    try requireThreshold(maxNorm)
    let norm = try totalNorm(of: parameters, normType: normType)
    if errorIfNonFinite, !norm.isFinite {
        let norms = try gradientNorms(of: parameters, normType: normType)
        throw .nonFiniteNorm(norm, norms.fault(in: parameters, normType: normType))
    }
    scaleGradients(parameters, by: clipCoefficient(norm: Element(norm), maxNorm: maxNorm))
    return norm
}

/// The factor by which `clipGradNorm` would scale every gradient, left to `Optimizer.step(scaledBy:)`: together they
/// read each gradient twice and write none.
@specialized(where Element == Float)
package func clipCoefficient<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    maxNorm: Double,
    normType: Double = 2
) throws(ClippingError) -> Double {
    try requireThreshold(maxNorm)
    let norm = try totalNorm(of: parameters, normType: normType)
    return Double(clipCoefficient(norm: Element(norm), maxNorm: maxNorm))
}

/// Scales all gradients together as `clipGradNorm` does, by a norm that was measured before, as by `totalNorm(of:)`.
/// `torch.nn.utils.clip_grads_with_norm_`.
///
/// Unlike PyTorch, a negative or NaN `maxNorm` is an error.
public func clipGradsWithNorm<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    maxNorm: Double,
    totalNorm: Double
) throws(ClippingError) {
    try requireThreshold(maxNorm)
    scaleGradients(parameters, by: clipCoefficient(norm: Element(totalNorm), maxNorm: maxNorm))
}

/// Clamps every element of every gradient to ±`clipValue`; NaN stays NaN. `torch.nn.utils.clip_grad_value_`.
///
/// Unlike PyTorch, a negative or NaN `clipValue` is an error, and parameters without any gradient are not.
public func clipGradValue<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    clipValue: Double
) throws(ClippingError) {
    try requireThreshold(clipValue)
    let bound = Double(Element(clipValue))
    for parameter in parameters {
        guard let gradient = parameter.tensor.grad else { continue }
        let numbers = unsafe gradient.storage.pointer
        Threads.shareElements(gradient.count) { at, count in
            unsafe ck_clamp(Element.kernelType, numbers + at, -bound, bound, count)
        }
    }
}

/// Measures, clips, and returns both norms: all that a monitored training step needs, in one call. A norm that is not
/// finite comes with its fault: an overflow, whose clip coefficient is 0, is distinguished from an infinite gradient.
///
/// Under `.norm` the clipped norm is norm × coefficient, equal to a recomputed one to 1e-6 relative; where the norm is
/// not finite it equals a recomputed one. Under `.value` it is measured again; under `.none` it is the
/// norm, and `maxNorm` is not used.
///
/// - Parameters:
///   - parameters: their gradients are clipped in place.
///   - clip: the kind of clipping.
///   - maxNorm: 0 or more.
///   - normType: the p of the norm.
@specialized(where Element == Float)
public func clipGradients<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    clip: Clip,
    maxNorm: Double,
    normType: Double = 2
) throws(ClippingError) -> ClippedGradients {
    let clipped = try clipGradientsWithoutScaling(parameters, clip: clip, maxNorm: maxNorm, normType: normType)
    if clip == .norm { scaleGradients(parameters, by: Element(clipped.coefficient)) }
    return clipped
}

/// Like `clipGradients`, but under `.norm` measures only and writes no gradient. The result's coefficient is then for
/// `Optimizer.step(scaledBy:)`; together they read each gradient twice and write none.
@specialized(where Element == Float)
func clipGradientsWithoutScaling<Element: Scalar>(
    _ parameters: [NamedParameter<Element>],
    clip: Clip,
    maxNorm: Double,
    normType: Double = 2
) throws(ClippingError) -> ClippedGradients {
    if clip != .none { try requireThreshold(maxNorm) }
    let norms = try gradientNorms(of: parameters, normType: normType)
    var clipped = ClippedGradients(
        norm: norms.total,
        clippedNorm: norms.total,
        coefficient: 1,
        parameterNorms: norms.perParameter,
        fault: norms.fault(in: parameters, normType: normType)
    )
    switch clip {
    case .none: break
    case .value:
        try clipGradValue(parameters, clipValue: maxNorm)
        clipped.clippedNorm = try totalNorm(of: parameters, normType: normType)
    case .norm:
        let coefficient = clipCoefficient(norm: Element(norms.total), maxNorm: maxNorm)
        clipped.coefficient = Double(coefficient)
        clipped.clippedNorm = scaledNorm(of: parameters, norm: norms.total, by: clipped.coefficient)
    }
    return clipped
}

/// maxNorm/(norm + 1e-6), at most 1; NaN stays NaN. PyTorch's division of a number by a tensor is a reciprocal and
/// a product, each rounded to Element, and so is this.
func clipCoefficient<Element: Scalar>(norm: Element, maxNorm: Double) -> Element {
    let coefficient = (1 / (norm + Element(1e-6))) * Element(maxNorm)
    return coefficient > 1 ? 1 : coefficient
}

/// The total norm that gradients have once they are scaled.
private func scaledNorm<Element: Scalar>(
    of parameters: [NamedParameter<Element>],
    norm: Double,
    by coefficient: Double
) -> Double {
    guard coefficient == 0 else { return norm * coefficient }
    // Finite gradients become 0, even those whose norm overflows; an infinite one becomes NaN.
    return parameters.allSatisfy { $0.tensor.grad?.isFinite ?? true } ? 0 : .nan
}

private func scaleGradients<Element: Scalar>(_ parameters: [NamedParameter<Element>], by coefficient: Element) {
    // Multiplying by 1 changes no bit.
    guard coefficient != 1 else { return }
    for parameter in parameters {
        guard let gradient = parameter.tensor.grad else { continue }
        unsafe Kernels.axpy(coefficient, gradient.storage.read, gradient.storage.pointer, gradient.count, false)
    }
}

private func requireThreshold(_ value: Double) throws(ClippingError) {
    guard NumberRange.maxNorm.contains(value) else { throw .invalidThreshold(value) }
}
