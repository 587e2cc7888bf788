import Training
import YAML

/// Half a cosine over the run.
struct CosineKind: ScheduleKind {
    let word = "cosine"
    let meaning = "half a cosine over the run"
    let synonyms = "CosineAnnealingLR cosine_annealing cos cosine_decay"

    @Key(.minLR) var minLR = 0.0

    func make(steps: Int) -> any Schedule { CosineAnnealingLR(steps: steps, minimum: minLR) }
}
