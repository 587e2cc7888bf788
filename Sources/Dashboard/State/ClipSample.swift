/// Which steps the figures about clipping are of.
public enum ClipWindow: String, CaseIterable, Sendable {
    /// Since clip or max_norm changed last.
    case sinceChange = "since change"
    case last200 = "200"
    case last1000 = "1000"
    case wholeRun = "all"

    /// Most steps it holds, the latest; nil for no bound.
    var length: Int? {
        switch self {
        case .last200: 200
        case .last1000: 1000
        case .sinceChange, .wholeRun: nil
        }
    }
}

/// The steps of a window: their norms, and what clipping did to them.
struct ClipSample: Equatable, Sendable {
    /// Finite norms before clipping, in the order of the steps.
    private(set) var norms: [Double] = []
    /// Those of steps before these, which are known to their bin only.
    private(set) var past = NormHistogram()
    /// Steps whose norm was NaN or infinite; they are in no other figure.
    private(set) var nonFinite = 0
    /// How many of the steps of which it is known were clipped.
    private(set) var clipped = 0
    private(set) var decided = 0
    private var coefficientSum = 0.0
    private var coefficientCount = 0
    /// Where the first of the steps lies on the step axis.
    private(set) var first: Int?

    init() {}

    init(past stretches: ArraySlice<ClipStretch> = [], recent: ArraySlice<ClipStep>) {
        norms.reserveCapacity(recent.count)
        for stretch in stretches {
            past.merge(stretch.norms)
            nonFinite += stretch.nonFinite
            clipped += stretch.clipped
            decided += stretch.decided
            coefficientSum += stretch.coefficientSum
            coefficientCount += stretch.coefficientCount
        }
        for step in recent {
            guard step.norm.isFinite else {
                nonFinite += 1
                continue
            }
            norms.append(step.norm)
            if let isClipped = step.isClipped {
                decided += 1
                clipped += isClipped ? 1 : 0
            }
            if step.coefficient.isFinite {
                coefficientSum += step.coefficient
                coefficientCount += 1
            }
        }
        first = stretches.first?.first ?? recent.first?.place
    }

    /// Steps with a finite norm.
    var finite: Int { norms.count + past.count }
    var count: Int { finite + nonFinite }
    /// False where some norms are known to their bin only.
    var isExact: Bool { past.bins.isEmpty }

    /// Share of the steps that were clipped; nil where nothing is known of any.
    var rate: Double? { decided > 0 ? Double(clipped) / Double(decided) : nil }

    /// What was taken away from the mean step; nil where nothing is known of any.
    var takenAway: Double? { coefficientCount > 0 ? 1 - coefficientSum / Double(coefficientCount) : nil }

    func whatIf(_ maxNorm: Double) -> WhatIf { WhatIf(maxNorm: maxNorm, norms: norms, past: past) }

    /// Quantiles of the norms; see `quantile(_:ofSorted:)`. Nil without a finite norm.
    func quantiles(_ shares: [Double]) -> [Double]? {
        guard finite > 0 else { return nil }
        if isExact {
            let sorted = norms.sorted()
            return shares.compactMap { quantile($0, ofSorted: sorted) }
        }
        var all = past
        all.merge(NormHistogram(norms))
        return shares.compactMap { all.quantile($0) }
    }
}

extension ClipSample {
    /// How a share of steps changed from the older half of them to the newer one.
    struct Trend: Equatable, Sendable {
        var before: Double
        var after: Double
        /// Above 0 where it rises, below 0 where it falls, 0 where the halves differ by no more than chance would have
        /// them: twice the standard error of the difference.
        var direction: Int
    }

    /// Steps that are too few for a trend.
    private static let fewest = 40

    /// Whether more steps, or fewer, would be clipped of late; nil for few steps, or without each one's norm.
    func trend(under maxNorm: Double) -> Trend? {
        guard isExact, norms.count >= Self.fewest else { return nil }
        let half = norms.count / 2
        let (older, newer) = (Array(norms[..<half]), Array(norms[half...]))
        guard let before = WhatIf(maxNorm: maxNorm, norms: older).share,
            let after = WhatIf(maxNorm: maxNorm, norms: newer).share
        else { return nil }
        let variance =
            before * (1 - before) / Double(older.count) + after * (1 - after) / Double(newer.count)
        let isChance = (after - before).magnitude <= 2 * variance.squareRoot()
        return Trend(before: before, after: after, direction: isChance ? 0 : after > before ? 1 : -1)
    }

    /// The median norm of the older half of the steps and of the newer one, where one is more than 1.5 times the other:
    /// then what a max_norm would have done says little about what it will do. Nil for few steps and for steady norms.
    var drift: (before: Double, after: Double)? {
        guard isExact, norms.count >= Self.fewest else { return nil }
        let half = norms.count / 2
        guard let before = quantile(0.5, ofSorted: norms[..<half].sorted()),
            let after = quantile(0.5, ofSorted: norms[half...].sorted()), before > 0, after > 0
        else { return nil }
        return max(before / after, after / before) > 1.5 ? (before, after) : nil
    }
}
