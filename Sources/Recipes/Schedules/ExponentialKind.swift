import Training

/// A fall after every step.
struct ExponentialKind: ScheduleKind {
    static let word = "exponential"
    static let synonyms = "ExponentialLR exp"

    @Key(.gamma) var gamma: Double

    func make(steps _: Int) -> any Schedule { ExponentialLR(gamma: gamma) }
}
