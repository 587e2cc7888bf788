import Training

/// Binary cross entropy of two classes and one logit.
struct BCELogitsKind: LossKind {
    static let word = "bce_logits"
    static let synonyms = "BCEWithLogitsLoss bce BCELoss binary_cross_entropy binary_crossentropy bce_with_logits"
    static let targets = TargetType.twoClasses

    var shared = LossKeys()

    var function: StandardLoss.Kind { .bceWithLogits }
}
