extension Recipe {
    enum ModelChoice: Equatable {
        case mlp(sizes: [Int], activation: String, start: String)
        case rnn(hidden: Int, nonlinearity: String, start: String, spectralRadius: Double, layers: Int = 1)
        case lstm(hidden: Int, layers: Int)
        case gru(hidden: Int, layers: Int)
    }

    /// The model that a recipe's values ask for.
    static func model(_ values: RecipeValues) throws(RecipeError) -> ModelChoice {
        let (kind, start) = (values.text("model.kind"), values.text("model.init"))
        let starts =
            switch kind {
            case "mlp": ["default", "xavier", "kaiming"]
            case "rnn": ["default", "smart_tanh", "identity"]
            default: ["default"]
            }
        guard starts.contains(start) else {
            let words = starts.joined(separator: ", ")
            throw values.error(
                at: "model.init",
                message: "model.init \(start) does not go with model.kind \(kind) (there are: \(words))"
            )
        }
        let (hidden, layers) = (values.whole("model.hidden"), values.whole("model.layers"))
        switch kind {
        case "lstm": return .lstm(hidden: hidden, layers: layers)
        case "gru": return .gru(hidden: hidden, layers: layers)
        case "rnn":
            guard start == "default" || layers == 1 else {
                throw values.error(
                    at: "model.init",
                    "model.layers",
                    message: "model.init \(start) starts 1 recurrent layer (got layers \(layers))"
                )
            }
            return .rnn(
                hidden: hidden,
                nonlinearity: values.text("model.nonlinearity"),
                start: start,
                spectralRadius: values.number("model.spectral_radius"),
                layers: layers
            )
        default:
            let sizes = values.wholes("model.sizes")
            guard sizes.count >= 2 else {
                throw values.error(
                    at: "model.sizes",
                    message: "model.sizes must name features and outputs, 2 sizes or more (got \(sizes.count))"
                )
            }
            return .mlp(sizes: sizes, activation: values.text("model.activation"), start: start)
        }
    }
}
