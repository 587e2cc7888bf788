extension RecipeKey {
    /// The keys of the loss, in PyTorch's words.
    static let loss: [RecipeKey] = [
        RecipeKey(
            path: "loss.kind",
            type: .word(["cross_entropy", "bce_logits", "mse", "l1", "smooth_l1", "huber"]),
            fallback: .value("cross_entropy"),
            meaning: "What is minimised: for classes, for two classes and one output, or for numbers."
        ),
        RecipeKey(
            path: "loss.label_smoothing",
            type: .number,
            fallback: .value("0"),
            range: .within(0, 1),
            kinds: ["cross_entropy"],
            meaning: "The part of each target that all classes get in equal shares; in evaluations too."
        ),
        RecipeKey(
            path: "loss.beta",
            type: .number,
            fallback: .value("1"),
            range: .atLeast(0),
            kinds: ["smooth_l1"],
            meaning: "The difference from which on the loss is a straight line."
        ),
        RecipeKey(
            path: "loss.delta",
            type: .number,
            fallback: .value("1"),
            range: .above(0),
            kinds: ["huber"],
            meaning: "The difference from which on the loss is a straight line."
        ),
        RecipeKey(
            path: "loss.reduction",
            type: .word(["mean", "sum"]),
            fallback: .value("mean"),
            meaning: "What gradients are of: the mean over the batch or the sum. The loss that is shown is the mean."
        ),
        RecipeKey(
            path: "loss.ema",
            type: .number,
            fallback: .absent("none is kept"),
            range: .below(0, 1),
            meaning: "The share of the past in a running mean of the loss, shown as loss_ema; it begins with the first "
                + "loss."
        ),
    ]
}
