import Telemetry
import Training

/// A fall every so many steps.
struct StepKind: ScheduleKind {
    static let word = "step"
    static let synonyms = "StepLR decay staircase"

    @Key("Steps between two falls.", in: .atLeast(1)) var every: Int
    @Key(.gamma) var gamma = 0.1

    func make(steps _: Int) -> any Schedule { StepLR(stepSize: every, gamma: gamma) }
}
