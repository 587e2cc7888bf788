import Testing
import YAML

@testable import Recipes

/// What the command line changes.
extension RecipeTests {
    @Test func `--set changes the tree before it is checked, and makes sections that are not there`() throws {
        var overrides = Overrides(sets: [
            "optimizer.lr=0.3", "model.sizes=[64, 8, 10]", "clip={kind: value, max_norm: .inf}", "steps=7",
            "data.poison.step=3",
        ])
        let recipe = try Recipe(text: digitsRecipe, path: "some.yaml", overrides: overrides)
        let keys = recipe.keys
        #expect(keys.optimizer.shared.lr == 0.3 && keys.clip.kind == .value && keys.clip.maxNorm == .infinity)
        let model = try #require(keys.model as? MLPKind)
        #expect(model.layers.sizes == [64, 8, 10] && model.layers.activation == .relu)
        #expect(recipe.length == .steps(7) && model.weights.start == .default)
        let poison = keys.data.shared.poison
        #expect(poison.step == 3 && poison.scale == 1 && poison.labels == .right)

        overrides = Overrides(
            sets: ["seed=2", "clip.max_norm=3", "optimizer.lr=1"],
            steps: "50",
            seed: "9",
            maxNorm: "0.5",
            clip: "none",
            lr: "0.25",
            pace: "12"
        )
        let other = try Recipe(text: digitsRecipe, path: "some.yaml", overrides: overrides)
        #expect(other.length == .steps(50) && other.seed == 9)
        #expect(other.keys.clip.maxNorm == 0.5 && other.keys.clip.kind == .none)
        #expect(other.keys.optimizer.shared.lr == 0.25 && other.pace == 12)
    }

    @Test(
        arguments: [
            (
                Overrides(sets: ["optimizer.lr=text"]),
                "--set optimizer.lr=text: optimizer.lr must be a number (got text)"
            ),
            (
                Overrides(sets: ["optimiser.lr=1"]),
                "--set optimiser.lr=1: unknown key optimiser (the nearest known key is optimizer)"
            ),
            (
                Overrides(sets: ["clip.maxnorm=1"]),
                "--set clip.maxnorm=1: unknown key clip.maxnorm (the nearest known key is clip.max_norm)"
            ),
            (Overrides(sets: ["seed.of=1"]), "--set seed.of=1: seed is not a section of keys"),
            (
                Overrides(sets: ["seed"]),
                "--set seed: KEY=VALUE is expected, such as optimizer.lr=0.3"
            ),
            (Overrides(sets: ["seed="]), "--set seed=: seed has no value"),
            (
                Overrides(sets: ["clip..x=1"]),
                "--set clip..x=1: KEY=VALUE is expected, KEY a dotted path such as optimizer.lr"
            ),
            (Overrides(maxNorm: "-1"), "--max-norm -1: clip.max_norm must not be negative (got -1)"),
            (Overrides(maxNorm: "nan"), "--max-norm nan: clip.max_norm must be a number (got NaN)"),
            (Overrides(steps: "0"), "--steps 0: steps must be at least 1 (got 0)"),
            (Overrides(steps: "many"), "--steps many: steps must be a whole number (got many)"),
            (Overrides(lr: "text"), "--lr text: optimizer.lr must be a number (got text)"),
            (Overrides(pace: "-2"), "--pace -2: pace must be from 0 to 1000000 (got -2)"),
            (Overrides(pace: "1e19"), "--pace 1e19: pace must be from 0 to 1000000 (got 1e+19)"),
            (Overrides(pace: ".inf"), "--pace .inf: pace must be from 0 to 1000000 (got Infinity)"),
            (Overrides(lr: "inf"), "--lr inf: optimizer.lr must be finite (got Infinity)"),
            (
                Overrides(clip: "global"),
                "--clip global: clip.kind must be one of norm, value, none (got global)"
            ),
        ]
    )
    func `an option that is wrong is reported under its own name`(overrides: Overrides, expected: String) {
        #expect(refusal(digitsRecipe, overrides) == expected)
    }
}
