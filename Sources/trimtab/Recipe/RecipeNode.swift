import Telemetry
import Training
import Yams

/// A recipe as a tree of texts, each with the place it comes from.
struct RecipeNode: Equatable, Sendable {
    var content: Content
    var origin: RecipeOrigin

    enum Content: Equatable, Sendable {
        /// The text of a scalar; quoted text is never a number.
        case text(String, quoted: Bool)
        case list([RecipeNode])
        case section([Entry])
    }

    /// A key of a section with its value.
    struct Entry: Equatable, Sendable {
        var key: String
        var keyOrigin: RecipeOrigin
        var value: RecipeNode
    }

    /// The entries of a section; empty for anything else.
    var entries: [Entry] {
        if case .section(let entries) = content { entries } else { [] }
    }

    /// The node at a dotted path, or nil.
    subscript(path: String) -> RecipeNode? {
        var node = self
        for key in path.split(separator: ".") {
            guard let entry = node.entries.first(where: { $0.key == key }) else { return nil }
            node = entry.value
        }
        return node
    }
}

// MARK: - Reading

extension RecipeNode {
    /// Reads a recipe file.
    static func file(_ path: String) throws(RecipeError) -> RecipeNode {
        guard !holdsControls(path) else {
            throw RecipeError(place: path, message: "a recipe must have a path without control characters")
        }
        let bytes: [UInt8]
        do {
            bytes = try fileBytes(path)
        } catch {
            throw RecipeError(place: path, message: error.message)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RecipeError(place: path, message: "is not text in UTF-8")
        }
        return try parse(text, path: path)
    }

    /// Reads the text of a recipe; `path` names it in errors.
    static func parse(_ text: String, path: String) throws(RecipeError) -> RecipeNode {
        guard let node = try compose(text, place: { "\(path):\($0)" }) else {
            throw RecipeError(place: path, message: "is empty (a recipe is a mapping of keys to values)")
        }
        let tree = try RecipeNode(node, path: path, option: nil)
        guard case .section = tree.content else {
            throw RecipeError(place: tree.origin.place(in: path), message: "a recipe is a mapping of keys to values")
        }
        return tree
    }

    /// Reads the value of an option as a YAML scalar, list or mapping.
    static func value(_ text: String, option: String) throws(RecipeError) -> RecipeNode {
        guard let node = try compose(text, place: { _ in option }) else {
            return RecipeNode(content: .text("", quoted: false), origin: .option(option))
        }
        return try RecipeNode(node, path: "", option: option)
    }

    private init(_ node: Node, path: String, option: String?) throws(RecipeError) {
        let mark = node.mark
        origin = option.map { .option($0) } ?? .file(line: mark?.line ?? 1, column: mark?.column ?? 1)
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            content = .text(scalar.string, quoted: !isPlain)
        case .sequence(let sequence):
            var list: [RecipeNode] = []
            for item in sequence { list.append(try RecipeNode(item, path: path, option: option)) }
            content = .list(list)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let key = try RecipeNode(key, path: path, option: option)
                guard case .text(let name, _) = key.content else {
                    throw RecipeError(place: key.origin.place(in: path), message: "a key must be a word")
                }
                let value = try RecipeNode(value, path: path, option: option)
                entries.append(Entry(key: name, keyOrigin: key.origin, value: value))
            }
            content = .section(entries)
        case .alias:
            throw RecipeError(place: origin.place(in: path), message: "an alias without an anchor")
        }
    }
}

/// Lets Yams read a text, and puts its complaints into one line.
private func compose(_ text: String, place: (Int) -> String) throws(RecipeError) -> Node? {
    func failure(_ problem: String, _ context: YamlError.Context?, line: Int) -> RecipeError {
        let detail = context.map { " \($0.text)" } ?? ""
        return RecipeError(place: place(line), message: "is not YAML: \(problem)\(detail)")
    }
    do {
        return try Yams.compose(yaml: text)
    } catch let error as YamlError {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            throw failure(problem, context, line: mark.line)
        case .reader(let problem, let offset, _, _):
            let before = text.utf8.prefix(offset ?? 0)
            throw failure(problem, nil, line: before.count { $0 == UInt8(ascii: "\n") } + 1)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let line = lineOfSecond(key, in: text, from: context.mark.line)
            throw RecipeError(place: place(line), message: "key \(key) is given twice")
        default:
            throw failure("\(error)", nil, line: 1)
        }
    } catch {
        throw failure("\(error)", nil, line: 1)
    }
}

/// Yams names the line where the mapping begins; the operator looks for the second of the two keys.
private func lineOfSecond(_ key: String, in text: String, from start: Int) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var seen = 0
    for (index, line) in lines.enumerated() where index + 1 >= start {
        guard line.drop(while: { $0 == " " }).hasPrefix(key + ":") else { continue }
        seen += 1
        if seen == 2 { return index + 1 }
    }
    return start
}

// MARK: - Changing

extension RecipeNode {
    /// Puts a value at a dotted path, and makes the sections on the way to it.
    mutating func set(_ path: String, to value: RecipeNode, option: String) throws(RecipeError) {
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !keys.isEmpty, keys.allSatisfy({ !$0.isEmpty }) else {
            throw RecipeError(place: option, message: "KEY=VALUE is expected, KEY a dotted path such as optimizer.lr")
        }
        try set(keys[...], to: value, origin: .option(option), path: path)
    }

    private mutating func set(
        _ keys: ArraySlice<String>,
        to value: RecipeNode,
        origin: RecipeOrigin,
        path: String
    ) throws(RecipeError) {
        guard let key = keys.first else {
            self = value
            return
        }
        guard case .section(var entries) = content else {
            let depth = path.split(separator: ".").count - keys.count
            let parent = path.split(separator: ".").prefix(depth).joined(separator: ".")
            throw RecipeError(place: origin.place(in: ""), message: "\(parent) is not a section of keys")
        }
        if let index = entries.firstIndex(where: { $0.key == key }) {
            try entries[index].value.set(keys.dropFirst(), to: value, origin: origin, path: path)
        } else {
            var made = RecipeNode(content: .section([]), origin: origin)
            try made.set(keys.dropFirst(), to: value, origin: origin, path: path)
            entries.append(Entry(key: key, keyOrigin: origin, value: made))
        }
        content = .section(entries)
    }

    /// Takes a key of the outermost section away.
    mutating func remove(_ key: String) {
        guard case .section(let entries) = content else { return }
        content = .section(entries.filter { $0.key != key })
    }
}
