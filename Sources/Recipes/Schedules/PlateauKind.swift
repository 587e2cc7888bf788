import Telemetry
import Training
import YAML

/// A drop when evaluations no longer find a better loss.
struct PlateauKind: ScheduleKind {
    let word = "plateau"
    let meaning = "a drop when the loss of evaluations no longer improves"
    let synonyms = "ReduceLROnPlateau reduce_on_plateau"
    let needsEvaluations = true

    @Key("Factor of the learning rate when the loss has not improved.", in: .from(0, below: 1)) var factor = 0.1
    @Key("Evaluations without improvement before the learning rate is cut.", in: .atLeast(0)) var patience = 10
    @Key("How much better than the best a loss must be to count.", in: .atLeast(0)) var threshold = 0.0001
    @Key("The unit of the threshold: shares of the best loss, or the loss itself.") var thresholdMode =
        ReduceLROnPlateau.ThresholdMode.relative
    @Key("Evaluations after a change that are not counted.", in: .atLeast(0)) var cooldown = 0
    @Key(.minLR) var minLR = 0.0

    func make(steps _: Int) -> any Schedule {
        ReduceLROnPlateau(
            factor: factor,
            patience: patience,
            threshold: threshold,
            thresholdMode: thresholdMode,
            cooldown: cooldown,
            minimum: minLR
        )
    }
}
