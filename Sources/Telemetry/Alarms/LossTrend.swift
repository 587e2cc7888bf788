/// Where the means of a few dozen blocks of losses are heading.
struct LossTrend {
    /// Share of the level that counts as a change.
    static let least = 0.01
    /// Standard scores of the rank test: above the one there is no trend down, below the other a clear one.
    static let (flatScore, fallingScore) = (0.3, -2.6)
    /// Standard errors on the safe side, for a level that hardly moves at all.
    static let caution = 1.645

    /// The median of the means.
    let level: Double
    let first: Double
    /// The mean of the last four.
    let latest: Double
    /// What changes over the whole window, by the median slope.
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

    /// True when nothing falls: there is no trend down, or a negligible one.
    var isFlat: Bool {
        let allowed = Self.least * abs(level)
        return change > -allowed && (score > Self.flatScore || Self.caution * error - change < allowed)
    }

    /// True when the loss falls again, clearly or far.
    func hasFallen(from level: Double) -> Bool {
        latest < level - 0.1 * abs(level) || score < Self.fallingScore && -change > 3 * Self.least * abs(self.level)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
