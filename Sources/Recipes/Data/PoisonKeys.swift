import Telemetry
import Training
import YAML

/// The keys of a batch that is spoiled, as a demonstration.
struct PoisonKeys: KeySection {
    @Key("Spoils the batch of this step.", in: .atLeast(1), absent: "no batch is spoiled") var step: Int?
    @Key("Factor of the inputs of the spoiled batch; .inf makes NaN of zeros.") var scale = 1.0
    @Key(
        "wrong moves every class of the spoiled batch on to the next one; ignored leaves cross entropy nothing to "
            + "learn from."
    )
    var labels = PoisonedLabels.right
}
