/// What the command line changes in a recipe. Values are texts, checked like the recipe's own, so that a bad one is
/// reported in the same words.
package struct Overrides: Equatable, Sendable {
    /// KEY=VALUE of each `--set`, in order; a later one wins.
    private let sets: [String]
    /// The options of their own with their keys and values, which win over `sets`.
    private let options: [Option]

    private struct Option: Equatable {
        var name: String
        var key: String
        var value: String
    }

    package init(
        sets: [String] = [],
        steps: String? = nil,
        seed: String? = nil,
        maxNorm: String? = nil,
        clip: String? = nil,
        lr: String? = nil,
        pace: String? = nil
    ) {
        self.sets = sets
        options = [
            ("--steps", "steps", steps), ("--seed", "seed", seed), ("--max-norm", "clip.max_norm", maxNorm),
            ("--clip", "clip.kind", clip), ("--lr", "optimizer.lr", lr), ("--pace", "pace", pace),
        ].compactMap { name, key, value in value.map { Option(name: name, key: key, value: $0) } }
    }

    /// Puts the values into the tree.
    ///
    /// - Throws: for every option that cannot be put there.
    func apply(to tree: inout RecipeNode) throws(RecipeError) {
        var faults: [RecipeError.Fault] = []
        for set in sets {
            let option = abbreviated("--set \(set)", to: 200)
            guard let equals = set.firstIndex(of: "="), equals != set.startIndex else {
                let message = "KEY=VALUE is expected, such as optimizer.lr=0.3"
                faults.append(RecipeError.Fault(place: option, message: message))
                continue
            }
            let value = String(set[set.index(after: equals)...])
            faults += Self.put(value, at: String(set[..<equals]), option: option, in: &tree)
        }
        for option in options {
            let name = abbreviated("\(option.name) \(option.value)", to: 200)
            faults += Self.put(option.value, at: option.key, option: name, in: &tree)
        }
        if let error = RecipeError(faults) { throw error }
    }

    private static func put(
        _ text: String,
        at path: String,
        option: String,
        in tree: inout RecipeNode
    ) -> [RecipeError.Fault] {
        do throws(RecipeError) {
            let value = try RecipeNode.value(text, option: option)
            // Whoever gives one length means it in place of the other.
            if path == "steps" { tree.remove("epochs") }
            if path == "epochs" { tree.remove("steps") }
            try tree.set(path, to: value, option: option)
            return []
        } catch {
            return error.faults
        }
    }
}
