extension RecipeKey {
    /// The keys of a schedule.
    static let schedule: [RecipeKey] = [
        RecipeKey(
            path: "schedule.kind",
            type: .word(["constant", "step", "cosine", "warmup", "warmup_cosine"]),
            fallback: .value("constant"),
            meaning: "How the learning rate goes on, step by step, as long as the run."
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
            path: "schedule.gamma",
            type: .number,
            fallback: .value("0.1"),
            range: .atLeast(0),
            kinds: ["step"],
            meaning: "What the learning rate is multiplied by at a fall."
        ),
        RecipeKey(
            path: "schedule.warmup",
            type: .whole,
            fallback: .required,
            range: .atLeast(1),
            kinds: ["warmup", "warmup_cosine"],
            meaning: "Steps of linear warm-up."
        ),
        RecipeKey(
            path: "schedule.start",
            type: .number,
            fallback: .value("0.1"),
            range: .within(0, 1),
            kinds: ["warmup", "warmup_cosine"],
            meaning: "The share of the learning rate that the warm-up starts from."
        ),
        RecipeKey(
            path: "schedule.min_lr",
            type: .number,
            fallback: .value("0"),
            range: .atLeast(0),
            kinds: ["cosine", "warmup_cosine"],
            meaning: "The learning rate that the cosine ends at."
        ),
    ]
}
