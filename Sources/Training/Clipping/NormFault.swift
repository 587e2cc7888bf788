/// Why a total norm is not a finite number, and the first gradient at fault.
public enum NormFault: Equatable, Sendable {
    /// The gradient of this parameter holds NaN.
    case nan(parameter: String)
    /// No gradient holds NaN, and that of this parameter is infinite somewhere.
    case infinite(parameter: String)
    /// Every gradient is finite, but the sum of their powers leaves the range of their type, in Float at a norm of
    /// 1.8e19; with the gradient of this parameter it overflows. Norm clipping then multiplies every gradient by 0,
    /// so that a run stops learning without a NaN anywhere.
    case overflow(parameter: String)

    /// The parameter whose gradient is at fault.
    public var parameter: String {
        switch self {
        case .nan(let parameter), .infinite(let parameter), .overflow(let parameter): parameter
        }
    }
}

extension NormFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nan(let parameter): "the gradient of \(parameter) holds NaN"
        case .infinite(let parameter): "the gradient of \(parameter) is infinite"
        case .overflow(let parameter): "the gradients are finite, but with \(parameter) their norm overflows"
        }
    }
}

extension GradientNorms {
    /// Why the total is NaN or infinite; nil for a finite one. The gradients must not have changed since.
    ///
    /// Infinite gradients are read a second time: a norm alone does not distinguish an infinite gradient from an overflow.
    func fault<Element: Scalar>(in parameters: [NamedParameter<Element>], normType: Double) -> NormFault? {
        guard !total.isFinite else { return nil }
        if let index = perParameter.firstIndex(where: \.isNaN) { return .nan(parameter: parameters[index].name) }
        let rule = NormRule<Element>(normType)
        var gathered: Double?
        var overflowing: String?
        for parameter in parameters {
            guard let gradient = parameter.tensor.grad else { continue }
            guard gradient.isFinite else { return .infinite(parameter: parameter.name) }
            let measured = unsafe Kernels.measureOf(rule.measure, gradient.storage.read, normType, gradient.count)
            gathered = rule.join(gathered, measured)
            if overflowing == nil, !rule.norm(gathered ?? 0).isFinite { overflowing = parameter.name }
        }
        return overflowing.map { .overflow(parameter: $0) }
    }
}
