/// The steps of a window: their norms, and the effect of clipping.
struct ClipSample: Equatable, Sendable {
    /// The finite norms before clipping, in order.
    private(set) var norms: [Double] = []
    /// The norms of earlier steps, which are known only by their bin.
    private(set) var past = NormHistogram()
    private var counts = ClipCounts()
    /// The position of the first step on the step axis; nil if there are none.
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
        first = stretches.first?.first ?? recent.first?.position
    }

    /// Steps with a finite norm.
    var finite: Int { norms.count + past.count }
    var count: Int { finite + nonFinite }
    /// False if some norms are known only by their bin.
    var isExact: Bool { past.bins.isEmpty }

    var nonFinite: Int { counts.nonFinite }
    var decided: Int { counts.decided }
    /// The share of steps that were clipped; nil if it is known of none.
    var rate: Double? { counts.rate }
    /// The mean share of the gradient removed; nil if it is known of no step.
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
    /// The change of a clip rate from the older half of the steps to the newer one.
    struct Trend: Equatable, Sendable {
        var before: Double
        var after: Double
        /// 1 if it rises, -1 if it falls, 0 if the halves differ by at most twice the standard error of the difference.
        var direction: Int
    }

    /// The least number of steps for a trend.
    private static let fewest = 40

    /// The trend of the clip rate under a max_norm; nil for few steps and if norms are not exact.
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

    /// The median norms of the older half of the steps and of the newer one, if one is more than 1.5 times the other, so that
    /// what-ifs do not predict much. Nil for few steps and for steady norms.
    var drift: (before: Double, after: Double)? {
        guard isExact, norms.count >= Self.fewest else { return nil }
        let half = norms.count / 2
        guard let before = quantile(0.5, ofSorted: norms[..<half].sorted()),
            let after = quantile(0.5, ofSorted: norms[half...].sorted()), before > 0, after > 0
        else { return nil }
        return max(before / after, after / before) > 1.5 ? (before, after) : nil
    }
}
