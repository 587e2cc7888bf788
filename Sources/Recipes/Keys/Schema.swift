/// All keys and sections that recipes may have, with the kinds of a registry.
package struct Schema: Sendable {
    package let keys: [RecipeKey]
    /// The paths of the sections.
    let sections: [String]

    package init(_ registry: Registry = Registry()) {
        var builder = SchemaBuilder(registry: registry)
        RecipeKeys().describe("", in: &builder)
        (keys, sections) = (builder.keys, builder.sections)
    }

    subscript(path: String) -> RecipeKey? { keys.first { $0.path == path } }
}

/// Gathers the keys of sections and kinds.
struct SchemaBuilder {
    let registry: Registry
    private(set) var keys: [RecipeKey] = []
    private(set) var sections: [String] = []
    private var path = ""
    private var kind: String?

    init(registry: Registry) { self.registry = registry }

    private func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    mutating func add(
        _ name: String,
        _ declaration: KeyDeclaration,
        takes: String,
        words: [String],
        wordSynonyms: [String: String],
        fallback: RecipeKey.Fallback
    ) {
        let path = path(of: name)
        let place = keys.firstIndex { $0.path == path } ?? keys.endIndex
        if place == keys.endIndex {
            keys.append(
                RecipeKey(path: path, takes: takes, words: words, wordSynonyms: wordSynonyms, declaration: declaration)
            )
        }
        keys[place].uses.append(RecipeKey.Use(kind: kind, detail: declaration.detail, fallback: fallback))
    }

    /// Adds a section within this one.
    mutating func enter(_ name: String, _ describe: (inout SchemaBuilder) -> Void) {
        let outer = path
        path = path(of: name)
        if !sections.contains(path) { sections.append(path) }
        describe(&self)
        path = outer
    }

    /// Adds the keys of a kind.
    mutating func describe(_ section: any RecipeKind) {
        kind = section.word
        section.describe("", in: &self)
        kind = nil
    }
}
