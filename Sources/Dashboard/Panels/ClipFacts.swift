import Telemetry

/// A clipping that the operator tries without applying it.
struct TriedClip: Equatable, Sendable {
    var kind: ClipStep.Kind
    /// The threshold; nil if none is known.
    var maxNorm: Double?
}

/// The figures of the clip panel and the norm chart.
struct ClipFacts {
    /// The window shown.
    let window: ClipWindow
    /// The steps of the window.
    let done: ClipSample
    /// The steps used for what-ifs: those of the window, or the last 200 if it begins at a change, since norms before clipping
    /// do not depend on the setting.
    let sample: ClipSample
    let kind: ClipStep.Kind
    /// The kind as the run names it.
    let kindWord: String?
    let threshold: Double?
    let tried: TriedClip?
    let forecast: ClipForecast?
    let lr: Double?
    /// True if the optimizer is scale-invariant; nil if the run does not say.
    let isScaleInvariant: Bool?
    let optimizer: String?
    let updateRatio: Double?
    /// The first step of `done`; nil if it is empty.
    let firstStep: Int?

    init(_ state: RunState, window asked: ClipWindow, tried: TriedClip? = nil) {
        window = state.clipWindow(asked)
        done = state.clipSample(window)
        sample = window == .sinceChange ? state.clipping.sample(.last200) : done
        kind = state.clipKind
        kindWord = state.word("clip") ?? state.latest?.clip
        threshold = state.threshold
        self.tried = tried
        forecast = state.clipping.forecast
        lr = state.latest?.lr
        isScaleInvariant = state.run?.isScaleInvariant
        optimizer = state.run?.optimizer
        updateRatio = state.updateRatio
        firstStep = done.first.flatMap { state.positions.step(at: $0) }
    }

    /// The max_norm that norms are clipped by; nil for other kinds of clipping.
    var inForce: Double? { kind == .norm || kind == .unreported ? threshold : nil }

    /// The max_norm being tried for norm clipping; nil if none is.
    var triedNorm: Double? { tried.flatMap { $0.kind == .norm ? $0.maxNorm : nil } }

    /// All candidates, lowest first.
    var candidates: [ClipCandidate] {
        let shares = ClipCandidate.percents.map { Double($0) / 100 }
        let setting: ClipCandidate? =
            switch kind {
            case .norm, .unreported: threshold.map { ClipCandidate(reason: .inForce, maxNorm: $0) }
            case .off: threshold.map { ClipCandidate(reason: .kept, maxNorm: $0) }
            case .value, .other: nil
            }
        return ClipCandidate.all(quantiles: sample.quantiles(shares) ?? [], setting: setting, tried: triedNorm)
    }

    /// The threshold marked in the table: the tried one, else the setting.
    var marked: Double? { triedNorm ?? (kind == .value || kind == .other ? nil : threshold) }

    /// True if lr × coefficient is shown, which is proportional to the update unless the optimizer is scale-invariant.
    var showsEffectiveLR: Bool { isScaleInvariant != true && lr != nil }
}
