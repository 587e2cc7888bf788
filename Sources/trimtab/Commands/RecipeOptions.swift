import ArgumentParser
import Recipes

/// What the command line changes in a recipe. Bad values are reported in the recipe's words.
struct RecipeOptions: ParsableArguments {
    @Option(unchecked: "Steps to train, instead of the recipe's length.", valueName: "n")
    var steps: String?

    @Option(unchecked: "Seeds initialization, shuffling and generated data.", valueName: "n")
    var seed: String?

    @OptionGroup var clipping: ClippingOptions

    @Option(unchecked: "Initial learning rate.", valueName: "x")
    var lr: String?

    @Option(unchecked: "Steps per second; 0 means no limit, the default for logs.", valueName: "x")
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
        Overrides(
            sets: set,
            steps: steps,
            seed: seed,
            maxNorm: clipping.maxNorm,
            clip: clipping.clip,
            lr: lr,
            pace: pace
        )
    }

    /// Without a screen nobody needs time to watch: only a pace asked for here counts.
    var paceWithoutScreen: Double { pace.flatMap { Double($0) } ?? 0 }
}
