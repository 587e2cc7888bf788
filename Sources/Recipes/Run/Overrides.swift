import YAML

/// What the command line changes in a recipe. Values are texts, checked like the recipe's own, so that a bad one is
/// reported in the same words.
package struct Overrides: Equatable, Sendable {
    /// In order; a later one wins.
    private let options: [Option]

    private struct Option: Equatable {
        /// The option as it was typed.
        var text: String
        /// A dotted path; empty where there is none.
        var key: String
        var value: String
    }

    /// - Parameter sets: KEY=VALUE of each `--set`; options such as `--steps` take precedence.
    package init(
        sets: [String] = [],
        steps: String? = nil,
        seed: String? = nil,
        maxNorm: String? = nil,
        clip: String? = nil,
        lr: String? = nil,
        pace: String? = nil
    ) {
        let own = [
            ("--steps", "steps", steps), ("--seed", "seed", seed), ("--max-norm", "clip.max_norm", maxNorm),
            ("--clip", "clip.kind", clip), ("--lr", "optimizer.lr", lr), ("--pace", "pace", pace),
        ]
        options =
            sets.map { set in
                let parts = set.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return Option(text: "--set \(set)", key: parts.count == 2 ? parts[0] : "", value: parts.last ?? "")
            } + own.compactMap { name, key, value in value.map { Option(text: "\(name) \($0)", key: key, value: $0) } }
    }

    /// Puts the values into the tree.
    ///
    /// - Throws: for every option that cannot be put there.
    func apply(to tree: inout YAMLNode) throws(DocumentError) {
        var report = FaultReport(path: "")
        for option in options {
            let text = abbreviated(option.text, to: 200)
            let keys = option.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if option.key.isEmpty {
                report.add("KEY=VALUE is expected, such as optimizer.lr=0.3", at: .option(text))
            } else if keys.contains("") || keys.count > YAMLComposer.deepest {
                report.add("KEY=VALUE is expected, KEY a dotted path such as optimizer.lr", at: .option(text))
            } else {
                // A length given here replaces the other one.
                if option.key == "steps" { tree.remove("epochs") }
                if option.key == "epochs" { tree.remove("steps") }
                tree.set(keys, to: option.value, option: text, &report)
            }
        }
        if let error = report.error { throw error }
    }
}
