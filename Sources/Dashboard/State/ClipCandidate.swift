import Glibc

/// A candidate for max_norm.
public struct ClipCandidate: Equatable, Sendable {
    /// The reason why it is a candidate.
    public enum Reason: Equatable, Sendable {
        /// It is the current threshold of norm clipping.
        case inForce
        /// It is the threshold of the run while clipping is off.
        case kept
        /// The operator is trying it.
        case tried
        /// The percentage of norms below it, before it is rounded.
        case quantile(Int)
        /// A round number among the norms.
        case round

        /// A word for a table.
        public var word: String {
            switch self {
            case .inForce: "now"
            case .kept: "set"
            case .tried: "try"
            case .quantile(let percent): "p\(percent)"
            case .round: ""
            }
        }

        /// The priority in a small table, lowest first.
        var rank: Int {
            switch self {
            case .tried: 0
            case .inForce, .kept: 1
            case .quantile(90): 2
            case .quantile(99): 3
            case .quantile(50): 4
            case .quantile: 5
            case .round: 6
            }
        }
    }

    /// The reason why it is a candidate.
    public let reason: Reason
    /// The threshold.
    public let maxNorm: Double

    /// The quantiles offered, in percent.
    public static let percents = [50, 90, 95, 99]

    /// The most round numbers offered; beyond it only powers of ten.
    private static let mostRound = 9

    /// The candidates, lowest first; of equal ones that of the lowest rank.
    ///
    /// - Parameters:
    ///   - quantiles: the quantiles of the norms at `percents`; each is rounded to three digits. Empty without norms.
    ///   - setting: the run's max_norm, current or kept.
    static func all(quantiles: [Double], setting: ClipCandidate?, tried: Double?) -> [ClipCandidate] {
        var all: [ClipCandidate] = []
        if let tried { all.append(ClipCandidate(reason: .tried, maxNorm: tried)) }
        if let setting { all.append(setting) }
        all += zip(percents, quantiles).filter { $1 > 0 }
            .map { ClipCandidate(reason: .quantile($0), maxNorm: $1.inThreeDigits) }
        if let median = quantiles.first, let high = quantiles.last {
            all += roundNumbers(from: median / 4, to: high * 1.5).map { ClipCandidate(reason: .round, maxNorm: $0) }
        }
        var known: Set<Double> = []
        return all.sorted { $0.reason.rank < $1.reason.rank }.filter { known.insert($0.maxNorm).inserted }
            .sorted { $0.maxNorm < $1.maxNorm }
    }

    /// 1, 2 and 5 times powers of ten; only powers if there are many.
    private static func roundNumbers(from low: Double, to high: Double) -> [Double] {
        guard low >= 1e-100, high <= 1e100, low <= high else { return [] }
        let exponents = Int(floor(log10(low)))...Int(ceil(log10(high)))
        let numbers = exponents.flatMap { exponent in [1, 2, 5].compactMap { Double("\($0)e\(exponent)") } }
            .filter { $0 >= low && $0 <= high }
        guard numbers.count > mostRound else { return numbers }
        let powers = exponents.compactMap { Double("1e\($0)") }.filter { $0 >= low && $0 <= high }
        let stride = (powers.count + mostRound - 1) / mostRound
        return powers.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }
}

extension [ClipCandidate] {
    /// The candidates of lowest rank, at most `room`; of round numbers those nearest to the current value.
    func mostRelevant(_ room: Int) -> [ClipCandidate] {
        guard count > room else { return self }
        let centre = first { $0.reason.rank <= 1 && $0.maxNorm > 0 }?.maxNorm ?? self[count / 2].maxNorm
        func distance(_ candidate: ClipCandidate) -> Double { abs(log(candidate.maxNorm / centre)) }
        return sorted {
            ($0.reason.rank, distance($0)) < ($1.reason.rank, distance($1))
        }.prefix(Swift.max(0, room)).sorted { $0.maxNorm < $1.maxNorm }
    }

    /// The next candidate above a value, or below it, cyclically.
    func next(after value: Double?, isUpward: Bool) -> ClipCandidate? {
        guard let value else { return isUpward ? first : last }
        return isUpward ? first { $0.maxNorm > value } ?? first : last { $0.maxNorm < value } ?? last
    }
}
