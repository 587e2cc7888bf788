import Training

extension Recipe {
    enum ModelChoice: Equatable {
        case mlp(sizes: [Int], activation: String, start: String)
        case cnn(CNNChoice)
        case recurrent(RecurrentChoice)
        case transformer(TransformerChoice)
    }

    /// Lists hold one number for each convolution.
    struct CNNChoice: Equatable {
        /// Channels, height and width of a row; nil where the data says it.
        var image: [Int]?
        var channels: [Int]
        var kernels: [Int]
        var paddings: [Int]
        var pools: [Int]
        var takesMaximum = true
        /// Units of the linear layers, outputs last.
        var sizes: [Int]
        var activation = "relu"
        var start = "default"
    }

    struct RecurrentChoice: Equatable {
        var kind: String
        var hidden = 50
        var layers = 1
        var nonlinearity = "tanh"
        var start = "default"
        var spectralRadius = 0.95
        /// Numbers that a character is looked up as; 0 for a vector that is 1 at its place.
        var embedding = 0
    }

    struct TransformerChoice: Equatable {
        var layers = 4
        var heads = 4
        var width = 128
        var bias = true
        var dropout = 0.0
    }

    /// The model that a recipe's values ask for.
    static func model(_ values: RecipeValues) throws(RecipeError) -> ModelChoice {
        let (kind, start) = (values.text("model.kind"), values.text("model.init"))
        let starts =
            switch kind {
            case "mlp", "cnn":
                ["default", "xavier", "xavier_normal", "kaiming", "kaiming_normal", "orthogonal", "normal"]
            case "rnn": ["default", "orthogonal", "normal", "smart_tanh", "identity"]
            case "transformer": ["default"]
            default: ["default", "orthogonal", "normal"]
            }
        guard starts.contains(start) else {
            let words = starts.joined(separator: ", ")
            throw values.error(
                at: "model.init",
                message: "model.init \(start) does not go with model.kind \(kind) (there are: \(words))"
            )
        }
        try ActivationChoice.checkSettings(values)
        switch kind {
        case "mlp":
            let sizes = values.wholes("model.sizes")
            guard sizes.count >= 2 else {
                throw values.error(
                    at: "model.sizes",
                    message: "model.sizes must name features and outputs, 2 sizes or more (got \(sizes.count))"
                )
            }
            return .mlp(sizes: sizes, activation: values.text("model.activation"), start: start)
        case "cnn": return .cnn(try cnn(values))
        case "transformer": return .transformer(try transformer(values))
        default: return .recurrent(try recurrent(values))
        }
    }

    private static func cnn(_ values: RecipeValues) throws(RecipeError) -> CNNChoice {
        let (channels, sizes) = (values.wholes("model.channels"), values.wholes("model.sizes"))
        guard !channels.isEmpty else {
            throw values.error(at: "model.channels", message: "model.channels must name 1 convolution or more (got 0)")
        }
        guard !sizes.isEmpty else {
            throw values.error(at: "model.sizes", message: "model.sizes must name the outputs at least (got 0 sizes)")
        }
        func each(_ path: String) throws(RecipeError) -> [Int] {
            let numbers = values.wholes(path)
            if numbers.count == channels.count { return numbers }
            guard numbers.count == 1 else {
                throw values.error(
                    at: path,
                    message: "\(path) must be 1 number, or 1 for each of the \(channels.count) convolutions of "
                        + "model.channels (got \(numbers.count))"
                )
            }
            return Array(repeating: numbers[0], count: channels.count)
        }
        let image = values.isGiven("model.image") ? values.wholes("model.image") : nil
        if let image, image.count != 3 {
            throw values.error(
                at: "model.image",
                message: "model.image must be channels, height and width (got \(image.count) numbers)"
            )
        }
        return CNNChoice(
            image: image,
            channels: channels,
            kernels: try each("model.kernel"),
            paddings: try each("model.padding"),
            pools: try each("model.pool"),
            takesMaximum: values.text("model.pooling") == "max",
            sizes: sizes,
            activation: values.text("model.activation"),
            start: values.text("model.init")
        )
    }

    private static func recurrent(_ values: RecipeValues) throws(RecipeError) -> RecurrentChoice {
        let (start, layers) = (values.text("model.init"), values.whole("model.layers"))
        guard !["smart_tanh", "identity"].contains(start) || layers == 1 else {
            throw values.error(
                at: "model.init",
                "model.layers",
                message: "model.init \(start) starts 1 recurrent layer (got layers \(layers))"
            )
        }
        return RecurrentChoice(
            kind: values.text("model.kind"),
            hidden: values.whole("model.hidden"),
            layers: layers,
            nonlinearity: values.text("model.kind") == "rnn" ? values.text("model.nonlinearity") : "tanh",
            start: start,
            spectralRadius: values.number("model.spectral_radius"),
            embedding: values.whole("model.embedding")
        )
    }

    private static func transformer(_ values: RecipeValues) throws(RecipeError) -> TransformerChoice {
        let (heads, width) = (values.whole("model.heads"), values.whole("model.width"))
        guard width % heads == 0 else {
            throw values.error(
                at: "model.heads",
                "model.width",
                message: "model.width \(width) does not divide into \(heads) heads"
            )
        }
        return TransformerChoice(
            layers: values.whole("model.layers"),
            heads: heads,
            width: width,
            bias: values.flag("model.bias"),
            dropout: values.number("model.dropout")
        )
    }
}
