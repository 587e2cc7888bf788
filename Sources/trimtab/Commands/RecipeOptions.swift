import ArgumentParser
import Recipes

/// What the command line changes in a recipe. Values are passed on as they are typed, so that a bad one is reported in
/// the recipe's words; `.unconditional` lets a negative number through to be reported there.
struct RecipeOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Steps to train, instead of the recipe's length.", valueName: "n")
    )
    var steps: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Seeds initialization, shuffling and generated data.", valueName: "n")
    )
    var seed: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Clipping threshold.", valueName: "x"))
    var maxNorm: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Kind of clipping.", valueName: "norm|value|none"),
        completion: .list(["norm", "value", "none"])
    )
    var clip: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Initial learning rate.", valueName: "x"))
    var lr: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Steps per second; 0 means no limit, the default for logs.",
            valueName: "x"
        )
    )
    var pace: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Set any key of the recipe, such as optimizer.lr=0.3; may be repeated.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    var overrides: Overrides {
        Overrides(sets: set, steps: steps, seed: seed, maxNorm: maxNorm, clip: clip, lr: lr, pace: pace)
    }

    /// Without a screen nobody needs time to watch: only a pace asked for here counts.
    var paceWithoutScreen: Double { pace.flatMap { Double($0) } ?? 0 }
}
