import Training
import YAML

/// nanoGPT's warm-up and cosine.
struct NanoGPTKind: ScheduleKind {
    let word = "nanogpt"
    let meaning = "nanoGPT's rise, then half a cosine over the rest of the run"
    let synonyms = "gpt nanogpt_cosine"

    @Key(.warmup) var warmup: Int
    @Key(.minLR) var minLR = 0.0

    func make(steps: Int) -> any Schedule {
        // A short trial of a long recipe may end before its warm-up does.
        WarmupCosineLR(warmup: warmup, steps: max(steps, warmup + 1), minimum: minLR)
    }
}
