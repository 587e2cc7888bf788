extension RecipeKey {
    /// The keys of a model.
    static let model: [RecipeKey] = [
        RecipeKey(
            path: "model.kind",
            type: .word(["mlp", "cnn", "rnn", "lstm", "gru", "transformer"]),
            fallback: .required,
            meaning: "For rows: linear layers with an activation between them, with convolutions and pooling before "
                + "them in a cnn. For sequences and texts: recurrent layers whose last state, or every state, goes "
                + "through a linear layer. For texts: nanoGPT's transformer, as long as a window."
        ),
        RecipeKey(
            path: "model.sizes",
            type: .wholes,
            fallback: .required,
            range: .within(1, 100_000),
            kinds: ["mlp", "cnn"],
            meaning: "Features, units of each hidden layer, outputs; in a cnn without the features."
        ),
        RecipeKey(
            path: "model.image",
            type: .wholes,
            fallback: .absent("what an idx file says"),
            range: .within(1, 100_000),
            kinds: ["cnn"],
            meaning: "Channels, height and width of a row."
        ),
        RecipeKey(
            path: "model.channels",
            type: .wholes,
            fallback: .required,
            range: .within(1, 10_000),
            kinds: ["cnn"],
            meaning: "Filters of each convolution."
        ),
        RecipeKey(
            path: "model.kernel",
            type: .wholesOrOne,
            fallback: .value("[3]"),
            range: .within(1, 1000),
            kinds: ["cnn"],
            meaning: "Height and width of the filters: of each convolution, or one number for all."
        ),
        RecipeKey(
            path: "model.padding",
            type: .wholesOrOne,
            fallback: .value("[0]"),
            range: .within(0, 1000),
            kinds: ["cnn"],
            meaning: "Rows and columns of zeros on each side: for each convolution, or one number for all."
        ),
        RecipeKey(
            path: "model.pool",
            type: .wholesOrOne,
            fallback: .value("[2]"),
            range: .within(1, 1000),
            kinds: ["cnn"],
            meaning: "Height and width of the windows that are pooled behind each convolution, or one number for all; "
                + "1 pools nothing."
        ),
        RecipeKey(
            path: "model.pooling",
            type: .word(["max", "average"]),
            fallback: .value("max"),
            kinds: ["cnn"],
            meaning: "What a pooled window becomes."
        ),
        RecipeKey(
            path: "model.activation",
            type: .word(ActivationChoice.allCases.map(\.rawValue)),
            fallback: .value("relu"),
            kinds: ["mlp", "cnn"],
            meaning: "What stands between the linear layers, and behind the convolutions; as in torch.nn."
        ),
        RecipeKey(
            path: "model.alpha",
            type: .number,
            fallback: .absent("1"),
            range: .finite,
            kinds: ["mlp", "cnn"],
            meaning: "What elu approaches far below 0, with the other sign. Only with activation elu."
        ),
        RecipeKey(
            path: "model.negative_slope",
            type: .number,
            fallback: .absent("0.01"),
            range: .finite,
            kinds: ["mlp", "cnn"],
            meaning: "The slope of leaky_relu below 0. Only with activation leaky_relu."
        ),
        RecipeKey(
            path: "model.hidden",
            type: .whole,
            fallback: .value("50"),
            range: .within(1, 10_000),
            kinds: ["rnn", "lstm", "gru"],
            meaning: "Units of each recurrent layer."
        ),
        RecipeKey(
            path: "model.layers",
            type: .whole,
            fallback: .byKind("1", kinds: ["transformer"], value: "4"),
            range: .within(1, 100),
            kinds: ["rnn", "lstm", "gru", "transformer"],
            meaning: "Recurrent layers, or blocks of the transformer, each fed with what the one before gives."
        ),
        RecipeKey(
            path: "model.nonlinearity",
            type: .word(["tanh", "relu"]),
            fallback: .value("tanh"),
            kinds: ["rnn"],
            meaning: "The activation of a recurrent unit."
        ),
        RecipeKey(
            path: "model.embedding",
            type: .whole,
            fallback: .value("0"),
            range: .within(0, 100_000),
            kinds: ["rnn", "lstm", "gru"],
            meaning: "Numbers that a character of a text is looked up as; 0 makes it a vector that is 1 at its place."
        ),
        RecipeKey(
            path: "model.heads",
            type: .whole,
            fallback: .value("4"),
            range: .within(1, 1000),
            kinds: ["transformer"],
            meaning: "Heads of attention; they divide the width."
        ),
        RecipeKey(
            path: "model.width",
            type: .whole,
            fallback: .value("128"),
            range: .within(1, 100_000),
            kinds: ["transformer"],
            meaning: "Numbers that stand for a character."
        ),
        RecipeKey(
            path: "model.bias",
            type: .flag,
            fallback: .value("true"),
            kinds: ["transformer"],
            meaning: "Whether linear layers and norms have biases."
        ),
        RecipeKey(
            path: "model.dropout",
            type: .number,
            fallback: .value("0"),
            range: .within(0, 1),
            kinds: ["transformer"],
            meaning: "The probability with which a number is left out in training."
        ),
        RecipeKey(
            path: "model.init",
            type: .word([
                "default", "xavier", "xavier_normal", "kaiming", "kaiming_normal", "orthogonal", "normal", "smart_tanh",
                "identity",
            ]),
            fallback: .value("default"),
            meaning:
                "How weights begin: as PyTorch's layers do, and nanoGPT's; Xavier or Kaiming, uniform or normal (mlp, "
                + "cnn); orthogonal or normal (all but transformer); Pascanu's sparse start of a given spectral radius, "
                + "or the identity (rnn of 1 layer). All but default begin with biases of 0."
        ),
        RecipeKey(
            path: "model.deviation",
            type: .number,
            fallback: .value("0.01"),
            range: .above(0),
            meaning: "The standard deviation of the weights under init normal."
        ),
        RecipeKey(
            path: "model.spectral_radius",
            type: .number,
            fallback: .value("0.95"),
            range: .above(0),
            kinds: ["rnn"],
            meaning: "The largest eigenvalue of the recurrent weights at the start, under init smart_tanh; the "
                + "diagonal under identity."
        ),
    ]
}
