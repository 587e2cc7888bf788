import Telemetry
import Training

extension RecipeKey {
    /// Every key of a recipe, in the order of the README.
    static let all: [RecipeKey] = run + data + model + loss + optimizer + schedule + clip + checkpoint + snapshots

    /// Sections of the recipe, from the outside in.
    static let sections: [String] = [
        "data", "data.poison", "model", "loss", "optimizer", "schedule", "clip", "checkpoint", "snapshots",
    ]

    static func at(_ path: String) -> RecipeKey? { all.first { $0.path == path } }

    private static let run: [RecipeKey] = [
        RecipeKey(
            path: "name",
            type: .text,
            fallback: .absent("the file's name without .yaml"),
            meaning: "The name of the run."
        ),
        RecipeKey(
            path: "look_for",
            type: .text,
            fallback: .absent("nothing"),
            meaning: "What to look for, shown for a few seconds when the run begins and by `i`."
        ),
        RecipeKey(
            path: "press",
            type: .text,
            fallback: .absent("nothing"),
            meaning: "Which keys change its course, shown with it."
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
            meaning: "Passes over the training data; not for data that is drawn afresh for every step."
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
            path: "threads",
            type: .whole,
            fallback: .absent("all cores, 8 at most"),
            range: .within(1, 64),
            meaning: "Threads that large operations are shared out to. The results do not depend on it."
        ),
        RecipeKey(
            path: "precision",
            type: .word(Precision.allCases.map(\.rawValue)),
            fallback: .value("float"),
            meaning: "The numbers that are computed with: of 32 bits, or of 64."
        ),
        RecipeKey(
            path: "subnormals",
            type: .word(Subnormals.allCases.map(\.rawValue)),
            fallback: .absent("`flush` (double: `keep`)"),
            meaning:
                "What becomes of numbers below 1.2e-38 (double: 2.2e-308), on which many processors are a hundred times "
                + "slower: they count as zeros, as in JAX, or are kept, as in PyTorch."
        ),
        RecipeKey(
            path: "pace",
            type: .number,
            fallback: .value("0"),
            range: .pace,
            meaning: "Steps per second on the dashboard, so that people can watch; 0 is as fast as it goes."
        ),
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
            range: .maxNorm,
            meaning: "The threshold of norm and of value clipping; kept and not used under none."
        ),
        RecipeKey(
            path: "clip.norm_type",
            type: .number,
            fallback: .value("2"),
            range: .normType,
            meaning: "The p of the norm; .inf takes the largest element."
        ),
    ]
}
