import Telemetry

extension RecipeKey {
    /// Every key of a recipe, in the order of the README.
    static let all: [RecipeKey] = run + data + model + loss + optimizer + schedule + clip

    /// Sections of the recipe, from the outside in.
    static let sections: [String] = ["data", "data.poison", "model", "loss", "optimizer", "schedule", "clip"]

    static func at(_ path: String) -> RecipeKey? { all.first { $0.path == path } }

    private static let run: [RecipeKey] = [
        RecipeKey(
            path: "name",
            type: .text,
            fallback: .absent("the file's name without .yaml"),
            meaning: "The name of the run."
        ),
        RecipeKey(
            path: "seed",
            type: .whole,
            fallback: .value("1"),
            range: .atLeast(0),
            meaning: "Decides the first weights, the order of the batches and all drawn data."
        ),
        RecipeKey(
            path: "epochs",
            type: .whole,
            fallback: .absent("give this or steps"),
            range: .atLeast(1),
            meaning: "Passes over the training rows. Only for data that has rows."
        ),
        RecipeKey(
            path: "steps",
            type: .whole,
            fallback: .absent("give this or epochs"),
            range: .atLeast(1),
            meaning: "Optimizer steps of the run; schedules are as long."
        ),
        RecipeKey(
            path: "accumulate",
            type: .whole,
            fallback: .value("1"),
            range: .within(1, 100_000),
            meaning:
                "Batches that make one step: their gradients are added up, each batch in its share of the targets, as if "
                + "it were one large batch. The last step of an epoch takes what is left."
        ),
        RecipeKey(
            path: "evaluate",
            type: .whole,
            fallback: .value("100"),
            range: .atLeast(1),
            meaning: "Steps between evaluations; the last step always is one."
        ),
        RecipeKey(
            path: "layers_every",
            type: .whole,
            fallback: .value("10"),
            range: .atLeast(1),
            meaning:
                "Steps between two records that look closer: at the gradient norm and the dead units of each layer, "
                + "and at how far the update moved the weights."
        ),
        RecipeKey(
            path: "non_finite",
            type: .word(["pause", "stop", "skip", "continue"]),
            fallback: .value("pause"),
            meaning: "What to do when loss or gradient norm is NaN or infinite: withhold the update and hold the run "
                + "(without a screen: stop), stop, leave the update out and go on, or go on as PyTorch does."
        ),
        RecipeKey(
            path: "pace",
            type: .number,
            fallback: .value("0"),
            range: .atLeast(0),
            meaning: "Steps per second on the dashboard, so that people can watch; 0 is as fast as it goes."
        ),
    ]

    private static let data: [RecipeKey] = [
        RecipeKey(
            path: "data.kind",
            type: .word(["csv", "temporal_order", "adding"]),
            fallback: .required,
            meaning: "Rows of a file, or sequences drawn afresh for every step: the temporal order task (which of two "
                + "symbols came first) or the adding problem (the sum of two marked numbers)."
        ),
        RecipeKey(
            path: "data.path",
            type: .text,
            fallback: .required,
            kinds: ["csv"],
            meaning: "The file, relative to the recipe: a line of column names, lines of numbers, # comments."
        ),
        RecipeKey(
            path: "data.target",
            type: .text,
            fallback: .required,
            kinds: ["csv"],
            meaning: "The column to learn; all others are features."
        ),
        RecipeKey(
            path: "data.scale",
            type: .number,
            fallback: .value("1"),
            range: .finite,
            kinds: ["csv"],
            meaning: "What the features are multiplied by."
        ),
        RecipeKey(
            path: "data.test",
            type: .whole,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["csv"],
            meaning: "Rows kept back for evaluation, each class in its share; the same rows for every seed. "
                + "0 evaluates nothing."
        ),
        RecipeKey(
            path: "data.drop_last",
            type: .flag,
            fallback: .value("false"),
            kinds: ["csv"],
            meaning: "Leaves out the last batch of an epoch when it is short."
        ),
        RecipeKey(
            path: "data.length",
            type: .whole,
            fallback: .value("20"),
            range: .within(2, 10_000),
            kinds: ["temporal_order", "adding"],
            meaning: "Places in a sequence; temporal order takes 10 or more."
        ),
        RecipeKey(
            path: "data.evaluate_on",
            type: .whole,
            fallback: .value("10000"),
            range: .atLeast(1),
            kinds: ["temporal_order", "adding"],
            meaning: "Fresh sequences in an evaluation, from a stream of their own."
        ),
        RecipeKey(
            path: "data.batch",
            type: .whole,
            fallback: .value("32"),
            range: .within(1, 100_000),
            meaning: "Examples in a batch."
        ),
        RecipeKey(
            path: "data.poison.step",
            type: .whole,
            fallback: .absent("no batch is spoiled"),
            range: .atLeast(1),
            meaning: "Spoils the batch of this step."
        ),
        RecipeKey(
            path: "data.poison.scale",
            type: .number,
            fallback: .value("1"),
            range: .finite,
            meaning: "What the inputs of the spoiled batch are multiplied by."
        ),
        RecipeKey(
            path: "data.poison.labels",
            type: .word(["right", "wrong"]),
            fallback: .value("right"),
            meaning: "Wrong moves every class of the spoiled batch on to the next one."
        ),
    ]

    private static let model: [RecipeKey] = [
        RecipeKey(
            path: "model.kind",
            type: .word(["mlp", "rnn", "lstm", "gru"]),
            fallback: .required,
            meaning: "Linear layers with an activation between them, for rows; or recurrent layers whose last state "
                + "goes through a linear layer, for sequences."
        ),
        RecipeKey(
            path: "model.sizes",
            type: .wholes,
            fallback: .required,
            range: .within(1, 100_000),
            kinds: ["mlp"],
            meaning: "Features, units of each hidden layer, outputs."
        ),
        RecipeKey(
            path: "model.activation",
            type: .word(["relu", "tanh", "sigmoid"]),
            fallback: .value("relu"),
            kinds: ["mlp"],
            meaning: "What stands between the linear layers."
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
            fallback: .value("1"),
            range: .within(1, 100),
            kinds: ["rnn", "lstm", "gru"],
            meaning: "Recurrent layers, each fed with the states of the one before."
        ),
        RecipeKey(
            path: "model.nonlinearity",
            type: .word(["tanh", "relu"]),
            fallback: .value("tanh"),
            kinds: ["rnn"],
            meaning: "The activation of a recurrent unit."
        ),
        RecipeKey(
            path: "model.init",
            type: .word(["default", "xavier", "kaiming", "smart_tanh", "identity"]),
            fallback: .value("default"),
            meaning:
                "How weights begin: as PyTorch's layers do; Xavier or Kaiming uniform (mlp); Pascanu's sparse start "
                + "of a given spectral radius, or the identity (rnn of 1 layer). All but default begin with biases of 0."
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

    private static let loss: [RecipeKey] = [
        RecipeKey(
            path: "loss.kind",
            type: .word(["cross_entropy", "mse"]),
            fallback: .value("cross_entropy"),
            meaning: "What is minimised: for classes, or for numbers."
        )
    ]

    private static let clip: [RecipeKey] = [
        RecipeKey(
            path: "clip.kind",
            type: .word(Clip.allCases.map(\.rawValue)),
            fallback: .value("none"),
            meaning: "Bring the total norm down to max_norm, clamp every element to ±max_norm, or only measure."
        ),
        RecipeKey(
            path: "clip.max_norm",
            type: .number,
            fallback: .value("1"),
            range: .atLeast(0, orInfinity: true),
            meaning: "The threshold of norm and of value clipping; kept and not used under none."
        ),
        RecipeKey(
            path: "clip.norm_type",
            type: .number,
            fallback: .value("2"),
            range: .above(0, orInfinity: true),
            meaning: "The p of the norm; .inf takes the largest element."
        ),
    ]
}
