/// The value below which a share of the values lies, between two of them on the straight line that joins them:
/// `numpy.quantile` with its default method; nil for none.
///
/// - Parameters:
///   - share: 0 to 1.
///   - values: lowest first.
func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let place = Double(values.count - 1) * share
    let below = min(Int(place), values.count - 1)
    let (low, high) = (values[below], values[min(below + 1, values.count - 1)])
    let part = place - Double(below)
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
}
