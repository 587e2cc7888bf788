/// The trend of a few dozen block means of the loss.
struct LossTrend {
    /// The share of the level that counts as a change.
    static let least = 0.01
    /// Standard scores of the rank test: above `flatScore` there is no downward trend, below `fallingScore` a clear one.
    static let (flatScore, fallingScore) = (0.3, -2.6)
    /// Standard errors of margin (one-sided 95%) for a level that hardly moves.
    static let caution = 1.645

    /// The median of the means.
    let level: Double
    let first: Double
    /// The mean of the last four.
    let latest: Double
    /// The change over the whole window, by the median slope.
    private let change: Double
    private let score: Double
    /// The standard error of `change`, from the differences of neighbors.
    private let error: Double

    /// - Parameter means: at least five.
    init(_ means: [Double]) {
        let count = means.count
        var slopes: [Double] = []
        slopes.reserveCapacity(count * (count - 1) / 2)
        var rises = 0
        for later in means.indices {
            for earlier in 0..<later {
                let rise = means[later] - means[earlier]
                slopes.append(rise / Double(later - earlier))
                rises += rise > 0 ? 1 : rise < 0 ? -1 : 0
            }
        }
        let jumps = zip(means, means.dropFirst()).map { abs($1 - $0) }
        let n = Double(count)
        level = Self.median(means)
        first = means[0]
        latest = means.suffix(4).reduce(0, +) / 4
        change = Self.median(slopes) * (n - 1)
        score = Double(rises) / (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
        error = 1.4826 * Self.median(jumps) / 2.0.squareRoot() * (12 / n).squareRoot()
    }

    /// True if there is no downward trend, or a negligible one.
    var isFlat: Bool {
        let allowed = Self.least * abs(level)
        return change > -allowed && (score > Self.flatScore || Self.caution * error - change < allowed)
    }

    /// True if the loss falls again, by a clear trend or by a tenth of `level`.
    func hasFallen(from level: Double) -> Bool {
        latest < level - 0.1 * abs(level) || score < Self.fallingScore && -change > 3 * Self.least * abs(self.level)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
