import YAML

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
    func apply(to tree: inout YAMLNode) throws(DocumentError) {
        var report = FaultReport(path: "")
        for set in sets {
            let option = abbreviated("--set \(set)", to: 200)
            guard let equals = set.firstIndex(of: "="), equals != set.startIndex else {
                report.add("KEY=VALUE is expected, such as optimizer.lr=0.3", at: .option(option))
                continue
            }
            let value = String(set[set.index(after: equals)...])
            Self.put(value, at: String(set[..<equals]), option: option, in: &tree, &report)
        }
        for option in options {
            let name = abbreviated("\(option.name) \(option.value)", to: 200)
            Self.put(option.value, at: option.key, option: name, in: &tree, &report)
        }
        if let error = report.error { throw error }
    }

    private static func put(
        _ text: String,
        at path: String,
        option: String,
        in tree: inout YAMLNode,
        _ report: inout FaultReport
    ) {
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard keys.allSatisfy({ !$0.isEmpty }), keys.count <= YAMLComposer.deepest else {
            return report.add("KEY=VALUE is expected, KEY a dotted path such as optimizer.lr", at: .option(option))
        }
        do {
            let value = try YAMLNode.value(text, option: option, &report)
            // A length given here replaces the other one.
            if path == "steps" { tree.remove("epochs") }
            if path == "epochs" { tree.remove("steps") }
            try tree.set(keys, to: value)
        } catch let fault as ValueFault {
            report.add(fault.message, at: fault.origin)
        } catch let error as DocumentError {
            report.add(error)
        } catch { preconditionFailure("\(error)") }
    }
}
