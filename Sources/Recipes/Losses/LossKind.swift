import Telemetry
import Training
import YAML

/// A loss that recipes can ask for: an entry of the table `all`.
struct LossKind: SectionKind {
    let word: String
    let meaning: String
    /// What it asks of a target.
    let targets: TargetType
    let synonyms: String
    let shared = LossKeys()
    /// The key of its own, if it has one.
    private let own: Key<Double>?
    private let kind: @Sendable (_ own: Double) -> StandardLoss.Kind

    private init(
        _ word: String,
        _ meaning: String,
        _ targets: TargetType,
        synonyms: String,
        _ own: Key<Double>? = nil,
        kind: @escaping @Sendable (Double) -> StandardLoss.Kind
    ) {
        (self.word, self.meaning, self.targets, self.synonyms) = (word, meaning, targets, synonyms)
        (self.own, self.kind) = (own, kind)
    }

    /// The function of outputs and targets.
    var loss: StandardLoss { StandardLoss(kind(own?.wrappedValue ?? 0), isSummed: shared.reduction == .sum) }

    var learnsClasses: Bool { targets != .numbers }

    /// The outputs that it asks of a model.
    ///
    /// - Parameter classCount: classes of the data; 1 where it has numbers.
    func outputCount(_ classCount: Int) -> Int { targets == .classes ? classCount : 1 }

    // MARK: - The table

    static let crossEntropy: @Sendable () -> LossKind = {
        let smoothing = Key(
            wrappedValue: 0.0,
            "The part of each target that all classes get in equal shares; in evaluations too.",
            in: .from(0, through: 1),
            name: "label_smoothing"
        )
        let synonyms =
            "CrossEntropyLoss ce xent nll NLLLoss softmax categorical_crossentropy sparse_categorical_crossentropy"
        return LossKind("cross_entropy", "for several classes", .classes, synonyms: synonyms, smoothing) {
            .crossEntropy(labelSmoothing: $0)
        }
    }

    static let all: [@Sendable () -> LossKind] = [
        crossEntropy,
        {
            let synonyms = "BCEWithLogitsLoss bce BCELoss binary_cross_entropy binary_crossentropy bce_with_logits"
            return LossKind("bce_logits", "for two classes and one output", .twoClasses, synonyms: synonyms) { _ in
                .bceWithLogits
            }
        },
        { LossKind("mse", "squared error", .numbers, synonyms: "MSELoss l2 mean_squared_error squared") { _ in .mse } },
        { LossKind("l1", "absolute error", .numbers, synonyms: "L1Loss mae mean_absolute_error") { _ in .l1 } },
        {
            let beta = Key(wrappedValue: 1.0, linear, in: .atLeast(0), name: "beta")
            return LossKind(
                "smooth_l1",
                "squared error / beta of small errors, absolute of others",
                .numbers,
                synonyms: "SmoothL1Loss",
                beta
            ) { .smoothL1(beta: $0) }
        },
        {
            let delta = Key(wrappedValue: 1.0, linear, in: .above(0), name: "delta")
            return LossKind("huber", "smooth_l1 × delta", .numbers, synonyms: "HuberLoss", delta) { .huber(delta: $0) }
        },
    ]

    private static let linear = "Absolute error above which the loss is linear."
}
