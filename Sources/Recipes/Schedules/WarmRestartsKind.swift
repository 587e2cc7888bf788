import Telemetry
import Training
import YAML

/// One cosine after another, each from the learning rate.
struct WarmRestartsKind: ScheduleKind {
    let word = "warm_restarts"
    let meaning = "one cosine after another"
    let synonyms =
        "CosineAnnealingWarmRestarts cosine_with_restarts cosine_warm_restarts sgdr cosine_restarts"

    @Key("Steps of the first cosine.", in: .atLeast(1), name: "t_0") var firstSteps: Int
    @Key("Growth of the steps from one cosine to the next.", in: .from(1, through: 1000), name: "t_mult") var growth = 1
    @Key(.minLR) var minLR = 0.0

    func make(steps _: Int) -> any Schedule {
        CosineAnnealingWarmRestarts(steps: firstSteps, growth: growth, minimum: minLR)
    }
}
