import Telemetry
import Training

/// A loss that recipes can ask for.
protocol LossKind: RecipeKind {
    /// What it asks of a target.
    static var targets: TargetType { get }

    var shared: LossKeys { get }

    /// The function of outputs and targets.
    var function: StandardLoss.Kind { get }
}

/// What there is to learn of an example.
enum TargetType {
    /// One of several classes, or, by a single output, one of two; or a number.
    case classes, twoClasses, numbers
}

/// The keys of every loss, in PyTorch's words.
struct LossKeys: RecipeSection {
    @Key("The gradients are those of the mean over the batch, or of the sum. The loss that is shown is the mean.")
    var reduction = Reduction.mean
    @Key(
        "The share of the past in a running mean of the loss, shown as loss_ema; it begins with the first loss.",
        in: .from(0, below: 1),
        absent: "none is kept"
    )
    var ema: Double?

    enum Reduction: String, KeyWord {
        case mean, sum
        static let synonyms = ["mean": "average avg batchmean elementwise_mean"]
    }
}

extension LossKind {
    var loss: StandardLoss { StandardLoss(function, isSummed: shared.reduction == .sum) }

    var learnsClasses: Bool { Self.targets != .numbers }

    /// The outputs that it asks of a model.
    ///
    /// - Parameter classCount: classes of the data; 1 where it has numbers.
    func outputCount(_ classCount: Int) -> Int { Self.targets == .classes ? classCount : 1 }
}
