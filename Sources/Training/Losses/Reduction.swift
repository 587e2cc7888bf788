/// How the losses of the rows become one number.
public enum Reduction: String, CaseIterable, Sendable {
    /// Their mean over the rows that count.
    case mean
    case sum
    /// They stay as they are, one for each row or element.
    case none
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
