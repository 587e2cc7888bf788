import Telemetry
import Training
import YAML

/// A drop every few steps.
struct StepKind: ScheduleKind {
    let word = "step"
    let meaning = "a drop every few steps"
    let synonyms = "StepLR decay staircase"

    @Key("Steps between learning-rate drops.", in: .atLeast(1)) var every: Int
    @Key(.gamma) var gamma = 0.1

    func make(steps _: Int) -> any Schedule { StepLR(stepSize: every, gamma: gamma) }
}
