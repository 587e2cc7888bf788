import Training
import YAML

/// A drop after every step.
struct ExponentialKind: ScheduleKind {
    let word = "exponential"
    let meaning = "a drop after every step"
    let synonyms = "ExponentialLR exp"

    @Key(.gamma) var gamma: Double

    func make(steps _: Int) -> any Schedule { ExponentialLR(gamma: gamma) }
}
