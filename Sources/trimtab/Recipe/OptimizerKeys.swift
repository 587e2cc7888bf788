extension RecipeKey {
    /// The keys of an optimizer, in PyTorch's words.
    static let optimizer: [RecipeKey] = [
        RecipeKey(
            path: "optimizer.kind",
            type: .word(["sgd", "adam", "adamw", "rmsprop", "adagrad"]),
            fallback: .required,
            meaning: "The optimizer, as in torch.optim."
        ),
        RecipeKey(
            path: "optimizer.lr",
            type: .number,
            fallback: .byKind("0.001", kinds: ["rmsprop", "adagrad"], value: "0.01"),
            range: .learningRate,
            meaning: "The learning rate at the start."
        ),
        RecipeKey(
            path: "optimizer.momentum",
            type: .number,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["sgd", "rmsprop"],
            meaning: "The share of the last update that is kept."
        ),
        RecipeKey(
            path: "optimizer.dampening",
            type: .number,
            fallback: .value("0"),
            range: .finite,
            kinds: ["sgd"],
            meaning: "The share of the gradient that momentum leaves out."
        ),
        RecipeKey(
            path: "optimizer.nesterov",
            type: .flag,
            fallback: .value("false"),
            kinds: ["sgd"],
            meaning: "Nesterov's momentum; needs momentum and no dampening."
        ),
        RecipeKey(
            path: "optimizer.weight_decay",
            type: .number,
            fallback: .byKind("0", kinds: ["adamw"], value: "0.01"),
            range: .atLeast(0),
            meaning: "Pull of the weights towards 0; decoupled from the gradient under adamw."
        ),
        RecipeKey(
            path: "optimizer.decayed",
            type: .word(["all", "matrices"]),
            fallback: .value("all"),
            meaning: "What weight_decay draws to 0: every parameter, or only those of two or more axes, which leaves "
                + "out biases and the scales of norms."
        ),
        RecipeKey(
            path: "optimizer.betas",
            type: .numbers(count: 2),
            fallback: .value("[0.9, 0.999]"),
            range: .below(0, 1),
            kinds: ["adam", "adamw"],
            meaning: "Decay of the two running means."
        ),
        RecipeKey(
            path: "optimizer.eps",
            type: .number,
            fallback: .byKind("1e-8", kinds: ["adagrad"], value: "1e-10"),
            range: .atLeast(0),
            kinds: ["adam", "adamw", "rmsprop", "adagrad"],
            meaning: "Added to the denominator."
        ),
        RecipeKey(
            path: "optimizer.amsgrad",
            type: .flag,
            fallback: .value("false"),
            kinds: ["adam", "adamw"],
            meaning: "Divides by the largest running mean of squares so far, not by the latest."
        ),
        RecipeKey(
            path: "optimizer.alpha",
            type: .number,
            fallback: .value("0.99"),
            range: .below(0, 1),
            kinds: ["rmsprop"],
            meaning: "Decay of the running mean of squares."
        ),
        RecipeKey(
            path: "optimizer.centered",
            type: .flag,
            fallback: .value("false"),
            kinds: ["rmsprop"],
            meaning: "Takes the gradient's mean out of its mean square."
        ),
        RecipeKey(
            path: "optimizer.lr_decay",
            type: .number,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["adagrad"],
            meaning: "How fast the learning rate falls with the steps: it is divided by 1 + (step − 1) × lr_decay."
        ),
        RecipeKey(
            path: "optimizer.initial_accumulator_value",
            type: .number,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["adagrad"],
            meaning: "What the sums of squares begin with."
        ),
    ]
}
