import Telemetry

/// What an operator is trying and has not applied.
struct TriedClip: Equatable, Sendable {
    var kind: ClipStep.Kind
    /// Nil where none is known.
    var maxNorm: Double?
}

/// What the clip panel and the norm chart are made of.
struct ClipFacts {
    /// The window shown.
    let window: ClipWindow
    /// Its steps: what clipping did.
    let done: ClipSample
    /// The steps that what-ifs are about: those of the window, or the last 200 where it begins at a change, since norms
    /// before clipping do not depend on the setting.
    let sample: ClipSample
    let kind: ClipStep.Kind
    /// The kind as the run names it.
    let kindWord: String?
    let threshold: Double?
    let tried: TriedClip?
    let forecast: ClipForecast?
    let lr: Double?
    /// Whether the length of the gradient hardly matters to the optimizer; nil where the run does not say.
    let isScaleInvariant: Bool?
    let optimizer: String?
    let updateRatio: Double?
    /// The number of the first step of `done`.
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
        firstStep = done.first.flatMap { state.places.step(at: $0) }
    }

    /// max_norm where total norms are clipped by it.
    var inForce: Double? { kind == .norm || kind == .unreported ? threshold : nil }

    /// The max_norm being tried, where that clips norms.
    var triedNorm: Double? { tried.flatMap { $0.kind == .norm ? $0.maxNorm : nil } }

    /// Every candidate, lowest first.
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

    /// What the table marks: what is tried, else the setting.
    var marked: Double? { triedNorm ?? (kind == .value || kind == .other ? nil : threshold) }

    /// lr × coefficient, which is the size of an update unless the optimizer divides the gradient's length out again.
    var showsEffectiveLR: Bool { isScaleInvariant != true && lr != nil }
}
