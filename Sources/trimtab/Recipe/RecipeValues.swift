import Telemetry

/// The values of a recipe, each checked by its own key; what one says of another is checked by `Recipe`.
struct RecipeValues {
    /// The file, as the operator named it.
    let path: String
    private var values: [String: Value] = [:]
    private var origins: [String: RecipeOrigin] = [:]
    private let start: RecipeOrigin

    /// A value in the type that its key asks for.
    private enum Value {
        case text(String)
        case flag(Bool)
        case number(Double)
        case numbers([Double])
    }

    init(_ tree: RecipeNode, path: String) throws(RecipeError) {
        self.path = path
        start = tree.origin
        try take(tree.entries, section: "")
        for key in RecipeKey.all where origins[key.path] == nil { try fall(back: key) }
        for key in RecipeKey.all { try checkKind(of: key) }
    }

    // MARK: Reading one value

    /// True when the recipe or an option gives the key.
    func isGiven(_ path: String) -> Bool { origins[path] != nil }

    func text(_ path: String) -> String {
        if case .text(let text)? = values[path] { text } else { "" }
    }

    func flag(_ path: String) -> Bool {
        if case .flag(let flag)? = values[path] { flag } else { false }
    }

    func number(_ path: String) -> Double {
        if case .number(let number)? = values[path] { number } else { 0 }
    }

    func whole(_ path: String) -> Int { Int(number(path)) }

    func numbers(_ path: String) -> [Double] {
        if case .numbers(let numbers)? = values[path] { numbers } else { [] }
    }

    func wholes(_ path: String) -> [Int] { numbers(path).map { Int($0) } }

    /// True when an option gives the key, in place of the recipe or beside it.
    func isOption(_ path: String) -> Bool {
        if case .option? = origins[path] { true } else { false }
    }

    /// The value as it could be written in a recipe; nil where there is none.
    func written(_ path: String) -> String? {
        switch values[path] {
        case .text(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): shortest(number)
        case .numbers(let numbers): "[" + numbers.map(shortest).joined(separator: ", ") + "]"
        case nil: nil
        }
    }

    /// An error at the place of the first of these keys that is given.
    func error(at paths: String..., message: String) -> RecipeError {
        let origin = paths.lazy.compactMap { origins[$0] }.first ?? start
        return RecipeError(place: origin.place(in: path), message: message)
    }

    // MARK: Checking

    private mutating func take(_ entries: [RecipeNode.Entry], section: String) throws(RecipeError) {
        for entry in entries {
            let path = section.isEmpty ? entry.key : "\(section).\(entry.key)"
            if RecipeKey.sections.contains(path) {
                guard case .section(let inner) = entry.value.content else {
                    let got = entry.value.words
                    throw error(entry.value.origin, "\(path) must be a section of keys (got \(got))")
                }
                origins[path] = entry.keyOrigin
                try take(inner, section: path)
            } else if let key = RecipeKey.at(path) {
                origins[path] = entry.value.origin
                values[path] = try read(entry.value, for: key)
            } else {
                throw error(entry.keyOrigin, unknown(path, beside: entries))
            }
        }
    }

    private func unknown(_ path: String, beside entries: [RecipeNode.Entry]) -> String {
        var kind: String?
        if case .text(let text, _)? = entries.first(where: { $0.key == "kind" })?.value.content { kind = text }
        let near = RecipeKey.nearest(to: path, kind: kind).map { " (the nearest known key is \($0))" } ?? ""
        return "unknown key \(abbreviated(path))\(near)"
    }

    private mutating func fall(back key: RecipeKey) throws(RecipeError) {
        let given = text(kindPath(of: key))
        switch key.fallback {
        case .absent:
            return
        case .required:
            guard key.kinds.isEmpty || key.kinds.contains(given) else { return }
            throw missing(key)
        case .value(let text):
            values[key.path] = try read(.value(text, option: "default"), for: key)
        case .byKind(let text, let kinds, let other):
            guard let value = kinds.contains(given) ? other : text else { throw missing(key) }
            values[key.path] = try read(.value(value, option: "default"), for: key)
        }
    }

    private func missing(_ key: RecipeKey) -> RecipeError {
        error(origins[key.section] ?? start, "\(key.path) is missing")
    }

    private func checkKind(of key: RecipeKey) throws(RecipeError) {
        guard let origin = origins[key.path], !key.kinds.isEmpty else { return }
        let kind = text(kindPath(of: key))
        guard !key.kinds.contains(kind) else { return }
        // An option that takes another kind leaves aside what the file says for the old one.
        if case .file = origin, case .option? = origins[kindPath(of: key)] { return }
        let kinds = [key.kinds.dropLast().joined(separator: ", "), key.kinds.last ?? ""].filter { !$0.isEmpty }
            .joined(separator: " and ")
        throw error(origin, "\(key.path) does not go with \(kindPath(of: key)) \(kind) (it is for \(kinds))")
    }

    private func kindPath(of key: RecipeKey) -> String { "\(key.section).kind" }

    private func error(_ origin: RecipeOrigin, _ message: String) -> RecipeError {
        RecipeError(place: origin.place(in: path), message: message)
    }

    // MARK: Parsing

    private func read(_ node: RecipeNode, for key: RecipeKey) throws(RecipeError) -> Value {
        if case .text(let text, quoted: false) = node.content, text.isEmpty || text == "~" || text == "null" {
            throw error(node.origin, "\(key.path) has no value")
        }
        switch key.type {
        case .text:
            guard case .text(let text, _) = node.content else { throw wrongType(node, key, key.type.words) }
            guard !holdsControls(text) else { throw wrongType(node, key, "one line without control characters") }
            return .text(text)
        case .word(let words):
            guard case .text(let text, _) = node.content else { throw wrongType(node, key, key.type.words) }
            guard words.contains(text) else {
                let near = key.nearestWord(to: text, among: words).map { "; the nearest is \($0)" } ?? ""
                let choices = words.joined(separator: ", ")
                throw error(node.origin, "\(key.path) must be one of \(choices) (got \(abbreviated(text))\(near))")
            }
            return .text(text)
        case .flag:
            guard case .text(let text, quoted: false) = node.content,
                let flag = ["true": true, "True": true, "false": false, "False": false][text]
            else { throw wrongType(node, key, key.type.words) }
            return .flag(flag)
        case .number:
            guard let number = node.number else { throw wrongType(node, key, key.type.words) }
            return .number(try checked(number, node, key))
        case .whole:
            return .number(try whole(node, key))
        case .numbers(let count):
            guard case .list(let items) = node.content, items.count == count else {
                throw wrongType(node, key, key.type.words)
            }
            var numbers: [Double] = []
            for item in items {
                guard let number = item.number else { throw wrongType(item, key, key.type.words) }
                numbers.append(try checked(number, item, key))
            }
            return .numbers(numbers)
        case .wholes, .wholesOrOne:
            guard case .list(let items) = node.content else {
                guard key.type == .wholesOrOne else { throw wrongType(node, key, key.type.words) }
                return .numbers([try whole(node, key)])
            }
            guard items.count <= RecipeKey.longestList else {
                throw error(
                    node.origin,
                    "\(key.path) must have \(RecipeKey.longestList) numbers at most (got \(items.count))"
                )
            }
            var numbers: [Double] = []
            for item in items { numbers.append(try whole(item, key)) }
            return .numbers(numbers)
        }
    }

    private func whole(_ node: RecipeNode, _ key: RecipeKey) throws(RecipeError) -> Double {
        guard let number = node.number, number == number.rounded(), abs(number) < 0x1p53 else {
            throw wrongType(node, key, key.type.words)
        }
        return try checked(number, node, key)
    }

    private func checked(_ number: Double, _ node: RecipeNode, _ key: RecipeKey) throws(RecipeError) -> Double {
        if let refusal = key.range.refusal(of: number) { throw error(node.origin, "\(key.path) \(refusal)") }
        return number
    }

    private func wrongType(_ node: RecipeNode, _ key: RecipeKey, _ wanted: String) -> RecipeError {
        error(node.origin, "\(key.path) must be \(wanted) (got \(node.words))")
    }
}

extension RecipeKey.ValueType {
    /// What a value must be, in an error's words.
    fileprivate var words: String {
        switch self {
        case .text: "a text"
        case .word: "a word"
        case .flag: "true or false"
        case .number: "a number"
        case .whole: "a whole number"
        case .numbers(let count): "a list of \(count) numbers"
        case .wholes: "a list of whole numbers"
        case .wholesOrOne: "a whole number or a list of them"
        }
    }
}

extension RecipeNode {
    /// The number that a plain scalar spells, as YAML or Swift does; nil for anything else.
    fileprivate var number: Double? {
        guard case .text(let text, quoted: false) = content else { return nil }
        switch text.lowercased() {
        case ".inf", "+.inf": return .infinity
        case "-.inf": return -.infinity
        case ".nan": return .nan
        default: return Double(text)
        }
    }

    /// The value as an error shows it.
    fileprivate var words: String {
        switch content {
        case .text(let text, let quoted): quoted ? "the text \"\(abbreviated(text))\"" : abbreviated(text)
        case .list: "a list"
        case .section: "a section"
        }
    }
}
