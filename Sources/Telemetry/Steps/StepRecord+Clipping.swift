extension StepRecord {
    /// A step with a clip factor below this counts as clipped. PyTorch scales by max_norm / (norm + 1e-6), which is slightly
    /// below 1 at the threshold.
    public static let unclippedFrom = 1 - 1e-5

    /// The share of the gradient left by clipping: the clip coefficient if the source reports it, else clipped norm / norm (1
    /// for a norm of 0); NaN if the norm is not finite, nil if it is unknown.
    public var keptShare: Double? {
        if let clipCoefficient { return clipCoefficient }
        guard let before = gradNorm, let after = clippedNorm else { return nil }
        return before == 0 ? 1 : after / before
    }
}
