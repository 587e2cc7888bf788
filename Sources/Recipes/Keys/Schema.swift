/// All keys and sections that recipes may have, with the kinds of a registry.
package struct Schema: Sendable {
    package private(set) var keys: [RecipeKey] = []
    /// The paths of the sections.
    private(set) var sections: [String] = []

    private init() {}

    package init(_ registry: Registry = Registry()) {
        self = SectionReader(listing: RecipeKeys(), in: Schema(), registry).list ?? Schema()
    }

    subscript(path: String) -> RecipeKey? { keys.first { $0.path == path } }

    /// Adds a key, or its use by another kind.
    mutating func add(_ key: RecipeKey) {
        if let place = keys.firstIndex(where: { $0.path == key.path }) {
            keys[place].uses += key.uses
        } else {
            keys.append(key)
        }
    }

    mutating func add(section path: String) {
        if !sections.contains(path) { sections.append(path) }
    }
}
