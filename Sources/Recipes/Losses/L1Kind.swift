import Training

/// Mean absolute error.
struct L1Kind: LossKind {
    static let word = "l1"
    static let synonyms = "L1Loss mae mean_absolute_error"
    static let targets = TargetType.numbers

    var shared = LossKeys()

    var function: StandardLoss.Kind { .l1 }
}
