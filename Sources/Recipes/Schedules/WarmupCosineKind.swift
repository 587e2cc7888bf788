import Training
import YAML

/// A straight rise to the learning rate, and half a cosine over the rest of the run.
struct WarmupCosineKind: ScheduleKind {
    let word = "warmup_cosine"
    let meaning = "a straight rise, then half a cosine over the rest of the run"
    let synonyms = "cosine_with_warmup cosine_warmup linear_warmup_cosine cosine_with_min_lr"

    @Key(.warmup) var warmup: Int
    @Key(.startFactor(formerly: "start")) var startFactor = 0.1
    @Key(.minLR) var minLR = 0.0

    func make(steps: Int) -> any Schedule {
        let rise = LinearLR(startFactor: startFactor, steps: warmup)
        // A short trial of a long recipe may end before its warm-up does.
        guard steps > warmup else { return rise }
        let fall = CosineAnnealingLR(steps: steps - warmup, minimum: minLR)
        return SequentialLR([rise, fall], milestones: [warmup])
    }
}
