extension RecipeKey {
    /// The table of all keys as the README shows it.
    static func reference() -> String {
        var lines = ["| key | type | default | range | meaning |", "|---|---|---|---|---|"]
        for key in all {
            let kinds = key.kinds.isEmpty ? "" : " Only with kind \(key.kinds.joined(separator: ", "))."
            lines.append(
                "| `\(key.path)` | \(key.type.words) | \(key.fallback.words) | \(key.allowed) | \(key.meaning)\(kinds) |"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var allowed: String {
        if case .word(let words) = type { return words.map { "`\($0)`" }.joined(separator: ", ") }
        return range.words
    }
}

extension RecipeKey.ValueType {
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .word: "word"
        case .flag: "`true` or `false`"
        case .number: "number"
        case .whole: "whole number"
        case .numbers(let count): "list of \(count) numbers"
        case .wholes: "list of whole numbers"
        case .wholesOrOne: "whole number, or list of them"
        }
    }
}

extension RecipeKey.Fallback {
    fileprivate var words: String {
        switch self {
        case .required: "required"
        case .value(let value): "`\(value)`"
        case .byKind(let value, let kinds, let other):
            "`\(value)` (\(kinds.joined(separator: ", ")): \(other.map { "`\($0)`" } ?? "required"))"
        case .absent(let sentence): sentence
        }
    }
}
