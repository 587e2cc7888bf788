/// The middle one of some numbers, and their ends.
public struct Spread: Equatable, Sendable {
    public let median: Double
    public let low: Double
    public let high: Double

    /// - Parameter values: one at least; of an even number of them the median is the mean of the middle two.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "Spread: there are no values")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        low = sorted[0]
        high = sorted[sorted.count - 1]
    }

    /// Of each number over the number of the same round. Both lists are as long; what moved the machine in one round
    /// moved both numbers, and falls out.
    public init(_ numerators: [Double], over denominators: [Double]) {
        precondition(numerators.count == denominators.count, "Spread: rounds without a counterpart")
        self.init(zip(numerators, denominators).map { $0 / $1 })
    }
}
