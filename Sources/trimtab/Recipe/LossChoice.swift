import Training

extension Recipe {
    /// The loss that a recipe's values ask for.
    static func loss(_ values: RecipeValues) -> Loss {
        let kind: Loss.Kind =
            switch values.text("loss.kind") {
            case "bce_logits": .bceWithLogits
            case "mse": .mse
            case "l1": .l1
            case "smooth_l1": .smoothL1(beta: values.number("loss.beta"))
            case "huber": .huber(delta: values.number("loss.delta"))
            default: .crossEntropy(labelSmoothing: values.number("loss.label_smoothing"))
            }
        return Loss(kind, isSummed: values.text("loss.reduction") == "sum")
    }
}

extension Loss {
    /// What a target is to be: a class, or a number.
    var learnsClasses: Bool {
        switch kind {
        case .crossEntropy, .bceWithLogits: true
        default: false
        }
    }
}

/// The numbers that a run computes with.
enum Precision: String, CaseIterable {
    case float, double

    /// Bytes of a number.
    var size: Int { self == .float ? 4 : 8 }

    /// The largest number.
    var largest: Double { self == .float ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude }
}
