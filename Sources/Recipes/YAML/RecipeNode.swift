import Platform
import Telemetry

/// A recipe as a tree of texts, each with the place it comes from.
package struct RecipeNode: Equatable, Sendable {
    package var content: Content
    package var origin: RecipeOrigin

    package enum Content: Equatable, Sendable {
        /// The text of a scalar; quoted text is never a number.
        case text(String, quoted: Bool)
        case list([RecipeNode])
        case section([Entry])
    }

    /// A key of a section with its value.
    package struct Entry: Equatable, Sendable {
        package var key: String
        package var keyOrigin: RecipeOrigin
        package var value: RecipeNode
    }

    /// The entries of a section; empty for anything else.
    var entries: [Entry] {
        if case .section(let entries) = content { entries } else { [] }
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
            let file = try ReadFile(path, limit: RecipeComposer.mostBytes)
            try file.check(isFor: .recipe)
            bytes = try file.bytes()
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
        // Editors on Windows put a mark before the first letter that says no more than UTF-8.
        let text = text.unicodeScalars.first == "\u{feff}" ? text.utf8.dropFirst(3) : text.utf8[...]
        guard let tree = try RecipeComposer.compose(text, source: .file(path)) else {
            throw RecipeError(place: path, message: "is empty (a recipe is a mapping of keys to values)")
        }
        guard case .section = tree.content else {
            throw RecipeError(place: tree.origin.place(in: path), message: "a recipe is a mapping of keys to values")
        }
        return tree
    }

    /// Reads the value of an option as a YAML scalar, list or mapping.
    static func value(_ text: String, option: String) throws(RecipeError) -> RecipeNode {
        try RecipeComposer.compose(text.utf8, source: .option(option))
            ?? RecipeNode(content: .text("", quoted: false), origin: .option(option))
    }
}

// MARK: - Changing

extension RecipeNode {
    /// Puts a value at a dotted path, and makes the sections on the way to it.
    mutating func set(_ path: String, to value: RecipeNode, option: String) throws(RecipeError) {
        let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !keys.isEmpty, keys.allSatisfy({ !$0.isEmpty }), keys.count <= RecipeComposer.deepest else {
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
