import Training
import YAML

/// A straight rise to the learning rate, which then stays.
struct WarmupKind: ScheduleKind {
    let word = "warmup"
    let meaning = "a straight rise, then no change"
    let synonyms = "constant_with_warmup"

    @Key(.warmup) var warmup: Int
    @Key(.startFactor(formerly: "start")) var startFactor = 0.1

    func make(steps _: Int) -> any Schedule { LinearLR(startFactor: startFactor, steps: warmup) }
}
