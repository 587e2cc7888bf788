import Telemetry

/// The figures of the clip panel in full precision: the effect of each candidate on the steps of a window.
public struct ClipReport: Sendable {
    /// One candidate.
    public struct Row: Sendable {
        public var candidate: ClipCandidate
        public var whatIf: WhatIf
        /// The exact quantile, before rounding; nil for other candidates.
        public var quantile: Double?
        /// lr × mean coefficient; nil without either, and for a scale-invariant optimizer.
        public var effectiveLR: Double?
        /// The clip rates of the older half of the steps and of the newer one; nil for few steps.
        public var halves: (before: Double, after: Double)?
    }

    /// The window of the figures: the last 200 steps if the requested one does not apply.
    public let window: ClipWindow
    /// Steps without a finite norm.
    public let nonFinite: Int
    /// False if some norms are known only by their bin.
    public let isExact: Bool
    /// Lowest max_norm first; empty without norms.
    public let rows: [Row]

    public init(_ state: RunState, window: ClipWindow, tried: Double? = nil) {
        let facts = ClipFacts(state, window: window, tried: tried.map { TriedClip(kind: .norm, maxNorm: $0) })
        let sample = facts.sample
        self.window = facts.window
        nonFinite = sample.nonFinite
        isExact = sample.isExact
        let quantiles = sample.quantiles(ClipCandidate.percents.map { Double($0) / 100 }) ?? []
        let byPercent = Dictionary(uniqueKeysWithValues: zip(ClipCandidate.percents, quantiles))
        rows =
            sample.finite == 0
            ? []
            : facts.candidates.map { candidate in
                let whatIf = sample.whatIf(candidate.maxNorm)
                var row = Row(candidate: candidate, whatIf: whatIf)
                if case .quantile(let percent) = candidate.reason { row.quantile = byPercent[percent] }
                if facts.showsEffectiveLR, let lr = facts.lr, let mean = whatIf.meanCoefficient {
                    row.effectiveLR = lr * mean
                }
                row.halves = sample.trend(under: candidate.maxNorm).map { ($0.before, $0.after) }
                return row
            }
    }
}
