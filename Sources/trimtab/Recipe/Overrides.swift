/// What the command line changes in a recipe. Values are texts, checked like the recipe's own, so that a bad one is
/// told in the same words.
struct Overrides: Equatable, Sendable {
    /// KEY=VALUE of each `--set`, in order; a later one wins.
    var sets: [String] = []
    // The options of their own win over `sets`.
    var steps: String?
    var seed: String?
    var maxNorm: String?
    var clip: String?
    var lr: String?
    var pace: String?

    /// Puts the values into the tree.
    func apply(to tree: inout RecipeNode) throws(RecipeError) {
        for set in sets {
            let option = abbreviated("--set \(set)", to: 200)
            guard let equals = set.firstIndex(of: "="), equals != set.startIndex else {
                throw RecipeError(place: option, message: "KEY=VALUE is expected, such as optimizer.lr=0.3")
            }
            let path = String(set[..<equals])
            try put(String(set[set.index(after: equals)...]), at: path, option: option, in: &tree)
        }
        for (name, path, text) in [
            ("--steps", "steps", steps), ("--seed", "seed", seed), ("--max-norm", "clip.max_norm", maxNorm),
            ("--clip", "clip.kind", clip), ("--lr", "optimizer.lr", lr), ("--pace", "pace", pace),
        ] {
            guard let text else { continue }
            try put(text, at: path, option: abbreviated("\(name) \(text)", to: 200), in: &tree)
        }
    }

    private func put(
        _ text: String,
        at path: String,
        option: String,
        in tree: inout RecipeNode
    ) throws(RecipeError) {
        let value = try RecipeNode.value(text, option: option)
        // Whoever gives one length means it in place of the other.
        if path == "steps" { tree.remove("epochs") }
        if path == "epochs" { tree.remove("steps") }
        try tree.set(path, to: value, option: option)
    }
}
