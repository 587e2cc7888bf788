import Glibc

/// A max_norm that is worth a look.
public struct ClipCandidate: Equatable, Sendable {
    /// Why it is.
    public enum Reason: Equatable, Sendable {
        /// Norms are clipped by it.
        case inForce
        /// The run keeps it and does not use it.
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

        /// The lower, the sooner it is in a table with little room.
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

    public let reason: Reason
    public let maxNorm: Double

    /// The quantiles that are offered, in percent.
    public static let percents = [50, 90, 95, 99]

    /// Most round numbers offered; beyond it only powers of ten are.
    private static let mostRound = 9

    /// The candidates of some norms, lowest first; of equal ones the one that matters most.
    ///
    /// - Parameters:
    ///   - quantiles: of the norms, at `percents`; each is offered with three digits. Empty where there are no norms.
    ///   - setting: max_norm in force or kept, and which of the two.
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

    /// 1, 2 and 5 times powers of ten; of many only the powers.
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
    /// The ones that matter most, as many as there is room for; of round numbers those nearest to what is in force.
    func mostTelling(_ room: Int) -> [ClipCandidate] {
        guard count > room else { return self }
        let centre = first { $0.reason.rank <= 1 && $0.maxNorm > 0 }?.maxNorm ?? self[count / 2].maxNorm
        func distance(_ candidate: ClipCandidate) -> Double { abs(log(candidate.maxNorm / centre)) }
        return sorted {
            ($0.reason.rank, distance($0)) < ($1.reason.rank, distance($1))
        }.prefix(Swift.max(0, room)).sorted { $0.maxNorm < $1.maxNorm }
    }

    /// The next one above a value, or below it; from the end it begins again at the other one.
    func next(after value: Double?, isUpward: Bool) -> ClipCandidate? {
        guard let value else { return isUpward ? first : last }
        return isUpward ? first { $0.maxNorm > value } ?? first : last { $0.maxNorm < value } ?? last
    }
}
