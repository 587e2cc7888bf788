import Telemetry
import Training

/// Cross entropy of several classes.
struct CrossEntropyKind: LossKind {
    static let word = "cross_entropy"
    static let synonyms =
        "CrossEntropyLoss ce xent nll NLLLoss softmax categorical_crossentropy sparse_categorical_crossentropy"
    static let targets = TargetType.classes

    var shared = LossKeys()
    @Key("The part of each target that all classes get in equal shares; in evaluations too.", in: .from(0, through: 1))
    var labelSmoothing = 0.0

    var function: StandardLoss.Kind { .crossEntropy(labelSmoothing: labelSmoothing) }
}
