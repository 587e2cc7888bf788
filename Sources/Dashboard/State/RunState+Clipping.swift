import Telemetry

/// What gradients are clipped by, and what that does.
extension RunState {
    /// What gradients are clipped by now.
    var clipKind: ClipStep.Kind { ClipStep.Kind(word("clip") ?? latest?.clip) }

    /// max_norm as the run has confirmed it, in use or not; nil where none is reported.
    var threshold: Double? { number("max_norm") ?? latest?.maxNorm }

    /// max_norm where total norms are clipped by it; nil elsewhere.
    var normThreshold: Double? { clipKind == .norm || clipKind == .unreported ? threshold : nil }

    /// The window that is shown where one is asked for: the last 200 steps where nothing has changed that steps could be
    /// counted from.
    func clipWindow(_ asked: ClipWindow) -> ClipWindow {
        asked == .sinceChange && !isClippingUntried && !clipping.has(asked) ? .last200 : asked
    }

    /// The steps of a window: none since a change that no step has been computed under yet.
    func clipSample(_ window: ClipWindow) -> ClipSample {
        window == .sinceChange && isClippingUntried ? ClipSample() : clipping.sample(window)
    }

    /// True where clip or max_norm has changed and no step has been computed since.
    private var isClippingUntried: Bool {
        clipping.recent.last.map { !$0.isUnder(clipKind, threshold ?? .nan) } ?? false
    }
}
