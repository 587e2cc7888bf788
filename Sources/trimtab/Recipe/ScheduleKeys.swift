extension RecipeKey {
    /// The keys of a schedule; those that PyTorch has are in its words.
    static let schedule: [RecipeKey] = [
        RecipeKey(
            path: "schedule.kind",
            type: .word([
                "constant", "step", "multistep", "exponential", "linear", "polynomial", "cosine", "warm_restarts",
                "one_cycle", "warmup", "warmup_cosine", "nanogpt", "plateau",
            ]),
            fallback: .value("constant"),
            meaning: "How the learning rate goes on, step by step; polynomial, linear, cosine, one_cycle, "
                + "warmup_cosine and nanogpt are as long as the run; plateau goes by the loss of each evaluation. Under one_cycle optimizer.lr is the peak, PyTorch's max_lr."
        ),
        RecipeKey(
            path: "schedule.every",
            type: .whole,
            fallback: .required,
            range: .atLeast(1),
            kinds: ["step"],
            meaning: "Steps between two falls."
        ),
        RecipeKey(
            path: "schedule.milestones",
            type: .wholes,
            fallback: .required,
            range: .atLeast(1),
            kinds: ["multistep"],
            meaning: "The numbers of steps after which the learning rate falls; one listed twice counts twice."
        ),
        RecipeKey(
            path: "schedule.gamma",
            type: .number,
            fallback: .byKind("0.1", kinds: ["exponential"], value: nil),
            range: .atLeast(0),
            kinds: ["step", "multistep", "exponential"],
            meaning: "What the learning rate is multiplied by at a fall; under exponential, after every step."
        ),
        RecipeKey(
            path: "schedule.start_factor",
            type: .number,
            fallback: .required,
            range: .aboveUpTo(0, 1),
            kinds: ["linear"],
            meaning: "The share of the learning rate that the line starts from."
        ),
        RecipeKey(
            path: "schedule.end_factor",
            type: .number,
            fallback: .value("1"),
            range: .within(0, 1),
            kinds: ["linear"],
            meaning: "The share of the learning rate that the line ends at."
        ),
        RecipeKey(
            path: "schedule.total_iters",
            type: .whole,
            fallback: .absent("the steps of the run"),
            range: .atLeast(1),
            kinds: ["linear", "polynomial"],
            meaning: "Steps from the start to the end of the line or curve; after them the learning rate stays."
        ),
        RecipeKey(
            path: "schedule.power",
            type: .number,
            fallback: .value("1"),
            range: .atLeast(0),
            kinds: ["polynomial"],
            meaning: "The exponent of the fall to 0: (1 − step / total_iters) ^ power."
        ),
        RecipeKey(
            path: "schedule.t_0",
            type: .whole,
            fallback: .required,
            range: .atLeast(1),
            kinds: ["warm_restarts"],
            meaning: "Steps of the first cosine."
        ),
        RecipeKey(
            path: "schedule.t_mult",
            type: .whole,
            fallback: .value("1"),
            range: .within(1, 1000),
            kinds: ["warm_restarts"],
            meaning: "What the steps of a cosine are multiplied by for the next."
        ),
        RecipeKey(
            path: "schedule.pct_start",
            type: .number,
            fallback: .value("0.3"),
            range: .within(0, 1),
            kinds: ["one_cycle"],
            meaning: "The share of the steps in which the learning rate rises."
        ),
        RecipeKey(
            path: "schedule.anneal_strategy",
            type: .word(["cos", "linear"]),
            fallback: .value("cos"),
            kinds: ["one_cycle"],
            meaning: "The shape of each way up and down."
        ),
        RecipeKey(
            path: "schedule.div_factor",
            type: .number,
            fallback: .value("25"),
            range: .above(0),
            kinds: ["one_cycle"],
            meaning: "The peak over the first learning rate."
        ),
        RecipeKey(
            path: "schedule.final_div_factor",
            type: .number,
            fallback: .value("10000"),
            range: .above(0),
            kinds: ["one_cycle"],
            meaning: "The first learning rate over the last."
        ),
        RecipeKey(
            path: "schedule.three_phase",
            type: .flag,
            fallback: .value("false"),
            kinds: ["one_cycle"],
            meaning: "Falls to the first learning rate as it rose, and only then to the last."
        ),
        RecipeKey(
            path: "schedule.cycle_momentum",
            type: .flag,
            fallback: .value("true"),
            kinds: ["one_cycle"],
            meaning:
                "Momentum, or the first of the betas, falls while the learning rate rises, and rises while it falls."
        ),
        RecipeKey(
            path: "schedule.base_momentum",
            type: .number,
            fallback: .value("0.85"),
            range: .below(0, 1),
            kinds: ["one_cycle"],
            meaning: "The lowest momentum, under cycle_momentum."
        ),
        RecipeKey(
            path: "schedule.max_momentum",
            type: .number,
            fallback: .value("0.95"),
            range: .below(0, 1),
            kinds: ["one_cycle"],
            meaning: "The highest momentum, under cycle_momentum."
        ),
        RecipeKey(
            path: "schedule.warmup",
            type: .whole,
            fallback: .required,
            range: .atLeast(1),
            kinds: ["warmup", "warmup_cosine", "nanogpt"],
            meaning: "Steps of linear warm-up."
        ),
        RecipeKey(
            path: "schedule.start",
            type: .number,
            fallback: .value("0.1"),
            range: .aboveUpTo(0, 1),
            kinds: ["warmup", "warmup_cosine"],
            meaning: "The share of the learning rate that the warm-up starts from."
        ),
        RecipeKey(
            path: "schedule.min_lr",
            type: .number,
            fallback: .value("0"),
            range: .learningRate,
            kinds: ["cosine", "warm_restarts", "warmup_cosine", "nanogpt", "plateau"],
            meaning: "The learning rate that a cosine ends at, PyTorch's eta_min; the lowest under plateau."
        ),
        RecipeKey(
            path: "schedule.factor",
            type: .number,
            fallback: .value("0.1"),
            range: .below(0, 1),
            kinds: ["plateau"],
            meaning: "What the learning rate is multiplied by when the loss has not become better."
        ),
        RecipeKey(
            path: "schedule.patience",
            type: .whole,
            fallback: .value("10"),
            range: .atLeast(0),
            kinds: ["plateau"],
            meaning: "Evaluations in a row that are borne without a better loss."
        ),
        RecipeKey(
            path: "schedule.threshold",
            type: .number,
            fallback: .value("0.0001"),
            range: .atLeast(0),
            kinds: ["plateau"],
            meaning: "How much better than the best a loss must be to count."
        ),
        RecipeKey(
            path: "schedule.threshold_mode",
            type: .word(["rel", "abs"]),
            fallback: .value("rel"),
            kinds: ["plateau"],
            meaning: "What the threshold is measured in: shares of the best loss, or the loss itself."
        ),
        RecipeKey(
            path: "schedule.cooldown",
            type: .whole,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["plateau"],
            meaning: "Evaluations after a change that are not counted."
        ),
    ]
}
