import ArgumentParser

/// What the command line changes in a recipe. Values are passed on as they are typed, so that a bad one is told in
/// the recipe's words; `.unconditional` lets a negative number through to be told so.
struct RecipeChanges: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Steps to train, in place of the recipe's length.", valueName: "n")
    )
    var steps: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of all that is random.", valueName: "n"))
    var seed: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Clipping threshold.", valueName: "x"))
    var maxNorm: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How gradients are clipped.", valueName: "norm|value|none"),
        completion: .list(["norm", "value", "none"])
    )
    var clip: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Learning rate at the start.", valueName: "x"))
    var lr: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Steps per second; 0 is as fast as it goes, and what a log does unless told.",
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
