/// A quantile with linear interpolation, as `numpy.quantile` by default; nil if there are no values.
///
/// - Parameters:
///   - share: 0 to 1.
///   - values: lowest first.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let position = Double(values.count - 1) * share
    let below = min(Int(position), values.count - 1)
    let (low, high) = (values[below], values[min(below + 1, values.count - 1)])
    let part = position - Double(below)
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
}
