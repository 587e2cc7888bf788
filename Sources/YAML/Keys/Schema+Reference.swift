import Telemetry

extension Schema {
    /// The table of all keys, for the page Keys.
    package func reference() -> String {
        let lines = keys.map { key in
            "| `\(key.path)` | \(key.type) | \(key.fallback) | \(key.allowed) | \(key.meaning)\(only(key)) |"
        }
        return "| key | type | default | range | meaning |\n|---|---|---|---|---|\n" + lines.joined(separator: "\n")
            + "\n"
    }

    /// The kinds that a key is for, where it is not for all of them.
    private func only(_ key: SchemaKey) -> String {
        let choice = "\(key.path.prefix { $0 != "." }).kind"
        guard key.path != choice, !key.kinds.isEmpty, key.kinds != self[choice]?.words else { return "" }
        return " Only with kind \(key.kinds.joined(separator: ", "))."
    }
}

extension SchemaKey {
    /// What a value is: "number".
    package var type: String {
        if takes == Bool.phrase { return "`true` or `false`" }
        return takes.hasPrefix("a ") ? String(takes.dropFirst(2)) : takes
    }

    /// What it means for all kinds, and then for each that says more.
    package var meaning: String {
        let details = uses.filter { !$0.detail.isEmpty }.map { "`\($0.kind ?? "")`: \($0.detail)" }
        return details.isEmpty ? declaration.meaning : "\(declaration.meaning) \(details.joined(separator: "; "))."
    }

    /// The words or the range of a value.
    package var allowed: String {
        words.isEmpty ? declaration.range.words : words.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// The default, and after it those of the kinds that have another one.
    package var fallback: String {
        guard let usual = uses.first?.fallback else { return "" }
        var others: [(fallback: Fallback, words: [String])] = []
        for use in uses where use.fallback != usual {
            let place = others.firstIndex { $0.fallback == use.fallback } ?? others.endIndex
            if place == others.endIndex { others.append((use.fallback, [])) }
            others[place].words.append(use.kind ?? "")
        }
        let rest = others.map { "\($0.words.joined(separator: ", ")): \($0.fallback.words)" }
        return usual.words + (rest.isEmpty ? "" : " (\(rest.joined(separator: "; ")))")
    }
}

extension SchemaKey.Fallback {
    fileprivate var words: String {
        switch self {
        case .required: "required"
        case .value(let value): "`\(value)`"
        case .absent(let words): words
        }
    }
}
