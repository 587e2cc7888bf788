import Telemetry
import YAML

/// The keys of every loss, in PyTorch's words.
struct LossKeys: KeySection {
    @Key("The gradients are those of the mean over the batch, or of the sum. The loss that is shown is the mean.")
    var reduction = Reduction.mean
    @Key(
        "The share of the past in a running mean of the loss, shown as loss_ema; it begins with the first loss.",
        in: .from(0, below: 1),
        absent: "none is kept"
    )
    var ema: Double?

    enum Reduction: String, YAMLWord {
        case mean, sum
        static let synonyms = ["mean": "average avg batchmean elementwise_mean"]
    }
}
