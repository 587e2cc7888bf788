/// How the losses of rows or elements are reduced to one number.
public enum Reduction: String, CaseIterable, Sendable {
    /// Their mean over the rows that count.
    case mean
    /// Their sum.
    case sum
    /// Not at all: one loss for each row or element.
    case none
}

extension Tensor {
    /// The reduced losses of rows or elements; `divisor` is the mean's.
    func reduced(_ reduction: Reduction, divisor: Double) -> Tensor {
        switch reduction {
        case .none: self
        case .sum: sum()
        case .mean: sum() / Element(divisor)
        }
    }
}
