import Training

/// Mean squared error.
struct MSEKind: LossKind {
    static let word = "mse"
    static let synonyms = "MSELoss l2 mean_squared_error squared"
    static let targets = TargetType.numbers

    var shared = LossKeys()

    var function: StandardLoss.Kind { .mse }
}
