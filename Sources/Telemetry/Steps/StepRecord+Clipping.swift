extension StepRecord {
    /// What is left of a step below this share counts as clipped. PyTorch scales by max_norm / (norm + 1e-6) and so shrinks a
    /// little even at the threshold.
    public static let unclippedFrom = 1 - 1e-5

    /// What clipping left of the gradient: the clip coefficient where the source reports it, else the clipped norm over the
    /// norm, 1 for a norm of 0; NaN where the norm is not finite, nil where that is not known.
    public var keptShare: Double? {
        if let clipCoefficient { return clipCoefficient }
        guard let before = gradNorm, let after = clippedNorm else { return nil }
        return before == 0 ? 1 : after / before
    }
}
