import Telemetry

/// The current clipping, and samples of its effect.
extension RunState {
    /// The current kind of clipping.
    var clipKind: ClipStep.Kind { ClipStep.Kind(word("clip") ?? latest?.clip) }

    /// The confirmed max_norm, used or not; nil if none is reported.
    var threshold: Double? { number("max_norm") ?? latest?.maxNorm }

    /// The confirmed max_norm if norms are clipped by it; nil otherwise.
    var normThreshold: Double? { clipKind == .norm || clipKind == .unreported ? threshold : nil }

    /// The window shown for a requested one: the last 200 steps if there was no change to count from.
    func clipWindow(_ asked: ClipWindow) -> ClipWindow {
        asked == .sinceChange && !isClippingUntried && !clipping.has(asked) ? .last200 : asked
    }

    /// The steps of a window; empty right after a change.
    func clipSample(_ window: ClipWindow) -> ClipSample {
        window == .sinceChange && isClippingUntried ? ClipSample() : clipping.sample(window)
    }

    /// True if clip or max_norm has changed since the latest step.
    private var isClippingUntried: Bool {
        clipping.recent.last.map { !$0.isUnder(clipKind, threshold ?? .nan) } ?? false
    }
}
