/// The steps of a window: their norms, and what clipping did to them.
struct ClipSample: Equatable, Sendable {
    /// Finite norms before clipping, in the order of the steps.
    private(set) var norms: [Double] = []
    /// Those of steps before these, which are known to their bin only.
    private(set) var past = NormHistogram()
    private var counts = ClipCounts()
    /// Where the first of the steps lies on the step axis.
    private(set) var first: Int?

    init() {}

    init(past stretches: ArraySlice<ClipStretch> = [], recent: ArraySlice<ClipStep>) {
        norms.reserveCapacity(recent.count)
        for stretch in stretches {
            past.merge(stretch.norms)
            counts.add(stretch.counts)
        }
        for step in recent {
            counts.append(step)
            if step.norm.isFinite { norms.append(step.norm) }
        }
        first = stretches.first?.first ?? recent.first?.place
    }

    /// Steps with a finite norm.
    var finite: Int { norms.count + past.count }
    var count: Int { finite + nonFinite }
    /// False where some norms are known to their bin only.
    var isExact: Bool { past.bins.isEmpty }

    var nonFinite: Int { counts.nonFinite }
    var decided: Int { counts.decided }
    /// Share of the steps that were clipped; nil where it is known of none.
    var rate: Double? { counts.rate }
    /// The share of the gradient removed from the mean step; nil where it is known of none.
    var removed: Double? { counts.removed }

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
